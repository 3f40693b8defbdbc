"""The Python to take away for the tokenizer cuts a text as the page does, and learns the same merges."""

import math

import pytest

from models.text import tokenizer
from models.text.vocabulary import BYTE_OF
from models.tokens.kinds import CountBytes, Tokens, TrainBPE

ODD = '"""a" a\\ \n\'a\' {a} 🍓 a  12'


@pytest.mark.parametrize("text", ["The cat ate 2026 🍓", ODD, ""], ids=["words", "odd", "empty"])
def test_the_python_of_a_cut_text_prints_the_page_s_ids(text, app, script):
    [step], [line] = app(Tokens(text=text)), script(Tokens(text=text)).lines
    pieces = [tokenizer.shipped().tokenizer.id_to_token(i) for i in step.input_ids]
    assert line == f"{step.input_ids.tolist()} {pieces}"


@pytest.mark.parametrize(
    "request_",
    [TrainBPE(), TrainBPE(text=ODD, other="a 12 b", n_merges=5), TrainBPE(n_merges=0), TrainBPE(text="", other="")],
    ids=["default", "odd", "none", "empty"],
)
def test_the_python_of_learned_merges_prints_the_page_s(request_, app, script):
    first, *steps = app(request_)
    lines = [line.split(" ") for line in script(request_).lines]
    assert [int(n) for n in lines[0]] == [0, first.tokens, first.other_tokens]
    of = BYTE_OF
    found = [
        (bytes(of[c] for c in left), bytes(of[c] for c in right), *map(int, more))
        for _, left, right, *more in lines[1:]
    ]
    page = [(step.left.tobytes(), step.right.tobytes(), step.count, step.tokens, step.other_tokens) for step in steps]
    assert found == page


def test_the_python_of_counted_bytes_prints_the_page_s(app, script):
    request = CountBytes(text="Call me Ishmael 🍓")
    [step], lines = app(request), script(request).lines
    nats = [float(line.rpartition(": ")[2].split()[0]) for line in lines[:-1]]
    assert nats == pytest.approx(step.nats, abs=2e-5) and len(nats) == len(request.text.encode())
    assert float(lines[-1].split()[0]) == pytest.approx(step.nats.mean() / math.log(2), abs=1e-3)
