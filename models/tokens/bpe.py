"""Byte-pair encoding, trained step by step on a text of your own (Sennrich et al., arXiv:1508.07909).

Every piece starts as one byte. Each step joins the pair of neighbouring pieces that occurs most often.
A str is first split into words as SmolLM2 does, and no pair crosses a boundary; bytes are taken as one long word.
Where several pairs are equally frequent, the one that occurs first in the text is joined.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from models.text import tokenizer

Pair = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Merge:
    """One step of the training."""

    pair: Pair
    count: int  # how often the pair occurred in the text when it was joined; in "aaa" the pair (a, a) occurs twice

    @property
    def piece(self) -> bytes:
        """The new piece."""
        return self.pair[0] + self.pair[1]


def train(text: str | bytes, n_merges: int) -> list[Merge]:
    """At most n_merges steps; fewer once no pair occurs twice."""
    counts = Counter(split(text))  # word → how often, in the order of first occurrence
    pieces = {word: _bytes(word) for word in counts}
    pairs: Counter[Pair] = Counter()
    for word in counts:
        _count(pairs, pieces[word], counts[word])
    merges: list[Merge] = []
    while len(merges) < n_merges and (most := max(pairs.values(), default=0)) >= 2:
        pair = next(pair for word in pieces for pair in pairwise(pieces[word]) if pairs[pair] == most)
        merges.append(Merge(pair, most))
        for word, before in pieces.items():
            if pair[0] + pair[1] in word:  # only these words can change, so only they are counted again
                pieces[word] = join(before, pair)
                _count(pairs, before, -counts[word])
                _count(pairs, pieces[word], counts[word])
    return merges


def _count(pairs: Counter[Pair], pieces: list[bytes], times: int) -> None:
    for pair in pairwise(pieces):
        pairs[pair] += times


def apply(text: str | bytes, merges: list[Merge]) -> list[bytes]:
    """The pieces of any text under trained merges; together they are its bytes. As in GPT-2, the earliest learned of
    the pairs present is joined first, until none is left."""
    rank = {merge.pair: n for n, merge in reversed(list(enumerate(merges)))}
    known: dict[bytes, list[bytes]] = {}
    cut: list[bytes] = []
    for word in split(text):
        if word not in known:
            known[word] = _joined(_bytes(word), rank)
        cut += known[word]
    return cut


def lengths(text: str | bytes, merges: list[Merge]) -> list[int]:
    """How many pieces `apply` gives with none of the merges, with the first, with the first two, and so on.

    Here each merge is made in turn on the whole text. That is the same: inside a piece, the pairs present decide which
    merge comes first, so a piece is made in one way only, and no earlier merge finds new pairs after a later one.
    """
    counts = Counter(split(text))
    pieces = {word: _bytes(word) for word in counts}
    totals = [sum(len(pieces[word]) * times for word, times in counts.items())]
    for merge in merges:
        fewer = 0
        for word, before in pieces.items():
            if merge.piece in word:
                pieces[word] = join(before, merge.pair)
                fewer += (len(before) - len(pieces[word])) * counts[word]
        totals.append(totals[-1] - fewer)
    return totals


def join(pieces: list[bytes], pair: Pair) -> list[bytes]:
    """The pieces with every occurrence of the pair made one, from left to right."""
    joined, i = [], 0
    while i < len(pieces):
        if i + 1 < len(pieces) and (pieces[i], pieces[i + 1]) == pair:
            joined.append(pieces[i] + pieces[i + 1])
            i += 2
        else:
            joined.append(pieces[i])
            i += 1
    return joined


def split(text: str | bytes) -> list[bytes]:
    return tokenizer.words(text) if isinstance(text, str) else [text]


def _joined(pieces: list[bytes], rank: dict[Pair, int]) -> list[bytes]:
    while known := [pair for pair in pairwise(pieces) if pair in rank]:
        pieces = join(pieces, min(known, key=rank.__getitem__))
    return pieces


def _bytes(word: bytes) -> list[bytes]:
    return [word[i : i + 1] for i in range(len(word))]
