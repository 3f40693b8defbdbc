"""Our byte-pair encoding against the library `tokenizers`: its trainer and its encoder, on the same words."""

import argparse
import inspect
import json
import statistics
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from models.text.vocabulary import BYTE_OF
from models.tokens import bpe

TEXTS = [
    "The cat sat on the mat. The dog sat on the cat. The mat sat still, and the cat and the dog sat on it.",
    "low low low low low lower lower newest newest newest newest newest newest widest widest widest",
    "Fischers Fritze fischt frische Fische, frische Fische fischt Fischers Fritze.",
    "Кошка сидела на коврике, и другая кошка сидела на другом коврике.",
    "猫坐在垫子上。狗坐在猫上。垫子上有猫和狗。",
    "def f(x):\n    return x\n\ndef g(x):\n    return f(x)\n\ndef h(x):\n    return g(f(x))\n",
    "1999, 2000, 2001: 19 and 20 and 2001 and 1999 again, in the years 1999 and 2001.",
    "👩‍👩‍👧 and 👩‍👧 and 👩‍👩‍👧‍👦 and 👩",
]
ALPHABET = {value: key for key, value in BYTE_OF.items()}  # byte → the character that stands for it


def library_tokenizer():
    bpe_tokenizer = Tokenizer(models.BPE())
    digits = pre_tokenizers.Digits(individual_digits=True)
    bpe_tokenizer.pre_tokenizer = pre_tokenizers.Sequence([digits, pre_tokenizers.ByteLevel(add_prefix_space=False)])
    return bpe_tokenizer


def library_merges(text, n_merges):
    alphabet = [ALPHABET[b] for b in range(256)]
    trainer = trainers.BpeTrainer(
        vocab_size=256 + n_merges, min_frequency=2, initial_alphabet=alphabet, show_progress=False
    )
    trained = library_tokenizer()
    trained.train_from_iterator([text], trainer)
    merges = json.loads(trained.to_str())["model"]["merges"]
    return [tuple(bytes(BYTE_OF[c] for c in side) for side in pair) for pair in merges]


def single_bytes(text):
    return [[bytes([b]) for b in word] for word in bpe.split(text)]


def count_pairs(words):
    return Counter(pair for word in words for pair in pairwise(word))


def joined(words, pair):
    return [bpe.join(word, pair) for word in words]


def is_tied(counts):
    return list(counts.values()).count(max(counts.values())) > 1


@pytest.mark.parametrize("module", [argparse, statistics], ids=lambda module: module.__name__)
def test_merges_and_counts_equal_the_librarys_until_the_first_tie(module):
    text = inspect.getsource(module)  # long, so that its most frequent pairs differ in frequency
    merges, expected = bpe.train(text, 40), library_merges(text, 40)
    words, untied = single_bytes(text), 0
    while not is_tied(counts := count_pairs(words)):
        pair = expected[untied]
        assert merges[untied] == bpe.Merge(pair, counts[pair])
        words, untied = joined(words, pair), untied + 1
    assert untied > 15


@pytest.mark.parametrize("text", TEXTS)
def test_each_merge_of_the_librarys_trainer_is_a_most_frequent_pair_by_our_count(text):
    pairs, words = library_merges(text, 40), single_bytes(text)
    assert pairs
    for pair in pairs:
        counts = count_pairs(words)
        assert counts[pair] == max(counts.values())
        words = joined(words, pair)


small = st.text(st.sampled_from("ab c1\n猫"), max_size=60)


def assert_trained_by_the_definition(text, merges, n_merges):
    """Each merge is the most frequent pair, of several the first in the text; training ends when none stands twice."""
    words = single_bytes(text)
    for merge in merges:
        counts = count_pairs(words)
        assert merge.pair == max(counts, key=counts.get)  # of equals, max gives the one that was met first
        assert merge.count == counts[merge.pair] >= 2
        assert merge.piece == b"".join(merge.pair)
        words = joined(words, merge.pair)
    if len(merges) < n_merges:
        assert max(count_pairs(words).values(), default=0) < 2


@given(text=small | st.text() | st.binary())
@settings(deadline=None)
def test_ties_fall_to_the_pair_that_comes_first_and_training_ends_when_no_pair_stands_twice(text):
    assert_trained_by_the_definition(text, bpe.train(text, 30), 30)


@pytest.mark.parametrize("text", TEXTS)
def test_training_follows_the_definition_in_every_script(text):
    assert_trained_by_the_definition(text, bpe.train(text, 30), 30)


def library_pieces(text, merges):
    alphabet = dict(ALPHABET)
    spell = lambda piece: "".join(alphabet[b] for b in piece)  # noqa: E731
    vocabulary = dict.fromkeys([*alphabet.values(), *(spell(m.piece) for m in merges)])
    ids = {piece: i for i, piece in enumerate(vocabulary)}
    trained = library_tokenizer()
    trained.model = models.BPE(vocab=ids, merges=[(spell(m.pair[0]), spell(m.pair[1])) for m in merges])
    return [bytes(BYTE_OF[c] for c in piece) for piece in trained.encode(text).tokens]


@given(trained_on=small | st.sampled_from(TEXTS), text=small | st.sampled_from(TEXTS))
@settings(deadline=None)
def test_pieces_equal_the_librarys_with_the_same_merges(trained_on, text):
    # The library keeps one rank for each pair, the last; training on these texts never joins a pair twice.
    merges = bpe.train(trained_on, 25)
    assert bpe.apply(text, merges) == library_pieces(text, merges)


@pytest.mark.parametrize("text", TEXTS)
def test_applied_to_its_own_text_the_first_merges_give_the_state_of_the_training(text):
    merges = bpe.train(text, 25)
    for n in range(len(merges) + 1):
        words = single_bytes(text)
        for merge in merges[:n]:
            words = joined(words, merge.pair)
        assert bpe.apply(text, merges[:n]) == [piece for word in words for piece in word]


@given(trained_on=st.text() | st.binary() | small, text=st.text() | st.binary() | small)
@settings(deadline=None)
def test_arbitrary_text_and_bytes_round_trip_under_any_merges(trained_on, text):
    for merges in (bpe.train(trained_on, 20), bpe.train(text, 20)):
        pieces = bpe.apply(text, merges)
        assert b"".join(pieces) == (text.encode() if isinstance(text, str) else text)
        assert all(pieces)


def test_no_piece_of_a_text_crosses_a_word_but_bytes_are_one_word():
    text = "a b a b a b a b"
    assert [m.piece for m in bpe.train(text, 9)] == [b" b", b" a"]
    assert b"a b" in [m.piece for m in bpe.train(text.encode(), 9)]


@pytest.mark.parametrize("text", ["", "a", "abc", b"", b"ab"])
def test_a_text_in_which_no_pair_stands_twice_gives_no_merges(text):
    assert bpe.train(text, 10) == []


def test_no_merges_asked_for_are_no_merges():
    assert bpe.train("aaaa", 0) == []
    assert bpe.apply("aaaa", []) == [b"a"] * 4


@given(st.text(alphabet="aab c2é猫", max_size=80), st.text(alphabet="aab c2é猫", max_size=80))
@settings(deadline=None)
def test_lengths_tell_how_many_pieces_apply_gives_after_every_merge(text, other):
    merges = bpe.train(text, 30)
    for cut in (text, other):
        assert bpe.lengths(cut, merges) == [len(bpe.apply(cut, merges[:n])) for n in range(len(merges) + 1)]
