"""A Markov chain of words that learns from its own texts: each pick is a place in the text where the last words stood,
and the word that follows there. So no word comes that was not there before."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence


def first_text(text: str, words: int) -> list[str]:
    """Its first so many words, as they are separated by spaces."""
    return text.split()[:words]


class Chain:
    """Counts texts, and writes."""

    def __init__(self, order: int) -> None:
        self.order = order
        self._followers: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        self._starts: list[tuple[str, ...]] = []

    def count(self, words: Sequence[str]) -> None:
        """Reads a text as a ring, so that its last words have followers too."""
        ring = [*words, *words[: self.order]]
        for at in range(len(words)):
            before = tuple(ring[at : at + self.order])
            self._followers[before].append(ring[at + self.order])
            self._starts.append(before)

    def write(self, count: int, dice: random.Random) -> list[str]:
        before = dice.choice(self._starts)
        written: list[str] = []
        for _ in range(count):
            written.append(dice.choice(self._followers[before]))
            before = (*before, written[-1])[1:] if self.order else ()
        return written


def generations(words: Sequence[str], order: int, count: int, keep: bool, dice: random.Random) -> Iterator[list[str]]:
    """The texts of generations 0, 1, …: each is as long as the first. keep: whether a chain counts all earlier texts,
    or only the newest."""
    text, chain = list(words), Chain(order)
    yield text
    for _ in range(count):
        if not keep:
            chain = Chain(order)
        chain.count(text)
        text = chain.write(len(words), dice)
        yield text
