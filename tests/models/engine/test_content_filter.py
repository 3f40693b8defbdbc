"""The filter of what visitors type: what it finds, what it leaves alone, and where it is in force."""

import dataclasses
import time

import pytest

from models.diffusion.kinds import TextToImage
from models.engine import content_filter
from models.engine.content_filter import WORDS, finder, read
from models.engine.errors import InvalidRequest
from models.engine.requests import KINDS
from models.text import tokenizer
from models.text.kinds import Attend, NextToken, Score, Write
from models.tokens.kinds import Tokens, TrainBPE

FIND = finder(read(WORDS))
DISGUISED = [
    "fuck",
    "FUCK",
    "fuuuuck",
    "f u c k",
    "f.u.c.k",
    "f-u-c-k",
    "fúck",
    "ｆｕｃｋ",
    "f\u200bu\u00adck",
    "fu\u0441k",
    "sh1t",
    "sh!t",
    "$hit",
    "5h1t",
    "a55h0le",
    "fucking",
    "shitty",
    "Scheiße",
    "SCHEISSE",
    "Hurensöhne",
    "Titten",
]
INNOCENT = [
    "The cat sat on the",
    "Scunthorpe, Essex and Arsenal",
    "a cocktail class for assassins",
    "push it",
    "as s hole",
    "Fick's law of diffusion",
    "Pussy cat, pussy cat, where have you been",
    "455 = 5·91",
    "Dickens",
    "Wanken und Piste",
    "sexual health",
    "Pakistan",
    "Niger and Nigeria",
    "Shiitake",
    "Ich hurte",
    "titan",
    "!!! $5 @home",
    "",
    "🙂 \ud800",
]


@pytest.fixture
def on(monkeypatch):
    monkeypatch.setattr(content_filter, "find", FIND)


@pytest.mark.parametrize("word", DISGUISED)
def test_a_disguise_does_not_hide_a_word_and_it_is_given_as_it_stands_there(word):
    assert FIND(f"Well, {word}! she said.") == word


@pytest.mark.parametrize("text", INNOCENT)
def test_words_that_only_contain_one_pass(text):
    assert FIND(text) is None


@pytest.mark.parametrize("word", read(WORDS))
def test_every_word_of_the_list_is_found(word):
    assert FIND(word.upper()) == word.upper()


def test_no_default_of_any_request_is_refused(on):
    assert len([kind() for kind in KINDS.values()]) == len(KINDS)


@pytest.mark.parametrize(
    "ask",
    [
        lambda t: NextToken(prompt=t),
        lambda t: Write(prompt=t),
        lambda t: Write(stop=t),
        lambda t: Attend(prompt=t),
        lambda t: Score(text=t),
        lambda t: Tokens(text=t),
        lambda t: TrainBPE(text=t),
        lambda t: TrainBPE(other=t),
        lambda t: TextToImage(prompt=t),
        lambda t: TextToImage(negative_prompt=t),
        lambda t: Write(forced_ids=tuple(tokenizer.encode(t))),
    ],
)
def test_it_is_in_force_in_every_text_and_in_tokens_that_spell_one(on, ask):
    with pytest.raises(InvalidRequest, match="This server does not take the word “shit”. Leave it out and try again."):
        ask("a big shit here")
    assert dataclasses.is_dataclass(ask("a big hat here"))


def test_it_is_off_where_the_host_sets_nothing():
    assert NextToken(prompt="a big shit here").prompt == "a big shit here"


def test_a_host_s_own_list_takes_the_place_of_ours(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("# ours\n\nHomework\n", encoding="utf-8")
    find = finder(read(path))
    assert (find("my h0mework"), find("shit")) == ("h0mework", None)


def test_a_long_text_is_searched_in_no_time():
    text = "a f u s h i t t " * 2000
    began = time.perf_counter()
    FIND(text)
    FIND("f" * 30_000 + "u" * 30_000)
    assert time.perf_counter() - began < 2
