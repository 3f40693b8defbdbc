import pytest

from models.molecules.smiles import END, PAD, decode, encode, pieces


@pytest.mark.parametrize("text", ["CC(=O)Nc1ccc(O)cc1", "C[C@@H](N)C(=O)O", "Clc1c[nH]nc1Br", ""])
def test_a_molecule_comes_back(text):
    assert decode([*encode(text), END, PAD]) == text
    assert decode(encode(text)) == text


def test_two_letters_and_brackets_are_one_token():
    assert pieces("Clc1[nH]Br") == ["Cl", "c", "1", "[nH]", "Br"]


@pytest.mark.parametrize("text", ["[Si]", "C\n", "[", "ж", "C" * 10_000 + "Q"])
def test_what_the_model_does_not_know_is_named(text):
    with pytest.raises(KeyError):
        encode(text)
