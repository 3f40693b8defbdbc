"""The numbers of Tokens against transformers' own fast tokenizer, built from the same file."""

import json
import math
import unicodedata

import pytest
from transformers import PreTrainedTokenizerFast

from models.engine.asking import steps_of
from models.text import tokenizer
from models.tokens import infer
from models.tokens.kinds import Tokens, TrainBPE
from pages.chapters.tokens import languages, numbers

TEXTS = [
    "The cat unbelievably ate 2026 strawberries 🍓",
    "Größe, 猫 и кошка",
    "a\x00b",
    "👩‍👩‍👧",
    "e\u0301 <|im_end|>",
    "  two  spaces",
]


@pytest.fixture(scope="module")
def reference(root):
    return PreTrainedTokenizerFast(tokenizer_file=str(root / "models" / "text" / "tokenizer.json"))


@pytest.mark.parametrize("text", TEXTS)
def test_sizes_of_a_text_are_those_of_transformers_fast_tokenizer(reference, text):
    ids = reference(text).input_ids
    size = numbers.size(text, tokenizer.count(text))
    assert (size.tokens, size.bytes, size.characters) == (len(ids), len(text.encode()), len(text))
    assert size.bytes_per_token == len(text.encode()) / len(ids)
    assert size.tokens_per_character == len(ids) / len(text)


def test_every_languages_cost_is_that_of_transformers_fast_tokenizer(reference):
    found = {cost.sample.language: cost for cost in numbers.costs()}
    english = next(s.text for s in languages.SAMPLES if s.language == "English")
    assert len(found) == len(languages.SAMPLES)
    for sample in languages.SAMPLES:
        cost, n = found[sample.language], len(reference(sample.text).input_ids)
        assert cost.size.tokens == n
        assert cost.times_english == cost.measured("english") == n / len(reference(english).input_ids)
        assert cost.bytes_times_english == len(sample.text.encode()) / len(english.encode())
        assert cost.measured("character") == n / len(sample.text)
        assert cost.measured("byte") == n / len(sample.text.encode())


def test_the_cheapest_language_comes_first_and_the_most_expensive_last():
    tokens = [cost.size.tokens for cost in numbers.costs()]
    assert tokens == sorted(tokens)
    values = numbers.lesson("a", [81], numbers.costs()[3])
    assert values["costliest_tokens"] == tokens[-1] and values["english_tokens"] == tokens[0]


def test_the_sentences_are_in_ten_scripts_or_more_composed_and_with_their_source(root):
    about = json.loads((root / "assets" / "samples" / "languages.json").read_text(encoding="utf-8"))
    assert "unicode.org/udhr" in about["source"] and about["licence"]
    assert len({sample.script for sample in languages.SAMPLES}) >= 10
    assert len({sample.tag for sample in languages.SAMPLES}) == len(languages.SAMPLES) >= 16
    for sample in languages.SAMPLES:
        assert unicodedata.is_normalized("NFC", sample.text) and sample.text == sample.text.strip()
        letters = [c for c in sample.text if c.isalpha()]
        name = {"Han and kana": "HIRAGANA", "Han": "CJK"}.get(sample.script, sample.script.upper())
        assert any(unicodedata.name(c).startswith(name) for c in letters), sample.language


@pytest.mark.parametrize(
    ("text", "answer"),
    [("The cat", "same"), ("unbelievably", "many"), ("猫 2026", "same"), ("", "same"), ("THE CAT", "same")],
)
def test_the_prediction_is_answered_by_the_capitals_own_count(reference, text, answer):
    now, louder = len(reference(text).input_ids), len(reference(text.upper()).input_ids)
    assert numbers.capitals(text, now) == answer
    expected = "same" if louder == now else "fewer" if louder < now else "more" if louder <= 1.5 * now else "many"
    assert answer == expected


def test_bytes_that_have_no_token_are_counted():
    text = "a\x00b\x04"
    assert (
        numbers.without_token(text)
        == 1
        == len(text.encode()) - sum(len(tokenizer.piece_bytes(i)) for i in tokenizer.encode(text))
    )
    assert numbers.without_token("plain") == 0


def test_where_a_token_comes_from_is_read_from_the_shipped_vocabulary(root):
    model = json.loads((root / "models" / "text" / "tokenizer.json").read_text(encoding="utf-8"))["model"]
    made = {"".join(merge.split(" ")): n for n, merge in enumerate(model["merges"], 1)}
    for piece, token_id in list(model["vocab"].items())[::500] + [("<|im_end|>", 2), ("a", model["vocab"]["a"])]:
        assert numbers.merge_number(token_id) == made.get(piece)
    assert [numbers.origin(i) for i in (2, 17, 251, 252)] == ["structure", "byte", "byte", "merge"]


def test_characters_of_a_piece_are_counted_only_where_they_are_whole():
    assert [numbers.characters_of(d) for d in (b"", "né".encode(), "🍓".encode()[:2])] == [0, 2, None]


def test_an_empty_text_has_values_for_every_sentence():
    steps = list(steps_of(infer, None, TrainBPE(text="", other="")))
    own = numbers.per_character("", [s.tokens for s in steps])
    values = numbers.lesson("", [], numbers.costs()[0])
    values |= numbers.lesson_of_training(steps, 0, own, own)
    assert math.isnan(values["bytes_per_token"]) and math.isnan(values["worse"])
    assert values["tokens"] == 0 and values["pair_left"] == "–"
    assert Tokens(text="").text == ""


def test_the_simpler_tokenizers_give_the_texts_characters_and_bytes():
    text = "né 🍓"
    assert numbers.simpler("characters", text) == ([c.encode() for c in text], 0x110000 - 0x800)
    assert numbers.simpler("bytes", text) == ([bytes([b]) for b in text.encode()], 256)
