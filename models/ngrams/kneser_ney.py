"""N-grams of any order with interpolated Kneser-Ney smoothing, counted in numpy.

Source: Kneser and Ney, Improved backing-off for m-gram language modeling, ICASSP 1995; in the interpolated form of
Chen and Goodman, An empirical study of smoothing techniques for language modeling, 1999.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Counts:
    """Of all n-grams of one length. An n-gram is one number: its pieces are the digits, in base `size`."""

    ngrams: Ints  # sorted
    counts: Floats  # of the longest: how often it occurs; of the others: after how many different pieces
    contexts: Ints  # sorted; all pieces of an n-gram but the last
    totals: Floats  # of each context: the sum of its counts
    followers: Floats  # of each context: how many different pieces follow
    discount: float  # taken from each count, and shared out by the shorter n-grams

    def blend(self, ngrams: Ints, size: int, shorter: Floats) -> Floats:
        """p of the last piece of each n-gram after the others, given what the shorter n-grams say. Where the context
        was never counted, that stands."""
        at = np.minimum(np.searchsorted(self.ngrams, ngrams), len(self.ngrams) - 1)
        counts = np.where(self.ngrams[at] == ngrams, self.counts[at], 0)
        contexts = ngrams // size
        at = np.minimum(np.searchsorted(self.contexts, contexts), len(self.contexts) - 1)
        seen = self.contexts[at] == contexts
        freed = self.discount * self.followers[at] * shorter
        return np.where(seen, (np.maximum(counts - self.discount, 0) + freed) / self.totals[at], shorter)


@dataclass(frozen=True)
class KneserNey:
    """Predicts a piece from the `order` pieces before it."""

    size: int  # different pieces
    order: int
    tables: tuple[Counts, ...]  # of single pieces, of pairs, … of order + 1 pieces

    @property
    def numbers(self) -> int:
        """How many counts were learned."""
        return sum(len(table.ngrams) for table in self.tables)

    def nats(self, ids: Sequence[int] | Ints) -> Floats:
        """−ln p of each id but the first `order`: (len(ids) − order,)."""
        result: Floats = -np.log(self._probabilities(_joined(np.asarray(ids, np.int64), self.order + 1, self.size)))
        return result

    def next(self, ids: Sequence[int]) -> Floats:
        """The probability of each piece after these: (size,). Fewer than `order` of them: of those that there are."""
        context = 0
        before = list(ids[max(0, len(ids) - self.order) :])
        for piece in before:
            context = context * self.size + piece
        return self._probabilities(context * self.size + np.arange(self.size), len(before) + 1)

    def _probabilities(self, ngrams: Ints, length: int | None = None) -> Floats:
        p = np.full(ngrams.shape, 1 / self.size)
        for n, table in enumerate(self.tables[:length], 1):
            p = table.blend(ngrams % self.size**n, self.size, p)
        return p


def fit(ids: Sequence[int] | Ints, size: int, order: int, discounts: Sequence[float] | None = None) -> KneserNey:
    """Counts the n-grams of ids below `size`. A discount for each length, from single pieces on, or each as estimated
    from how many n-grams were seen once and twice. Raises ValueError for fewer than order + 1 ids, and where an n-gram
    does not fit into 63 bits."""
    if len(ids) <= order or size ** (order + 1) >= 2**63:
        raise ValueError(f"{len(ids)} ids of {size} cannot be counted by {order + 1}")
    ngrams, counts = np.unique(_joined(np.asarray(ids, np.int64), order + 1, size), return_counts=True)
    tables: list[Counts] = []
    for n in range(order + 1, 0, -1):
        tables.insert(0, _table(ngrams, counts, size, discounts[n - 1] if discounts else None))
        ngrams, counts = np.unique(ngrams % size ** (n - 1), return_counts=True)
    return KneserNey(size, order, tuple(tables))


def _table(ngrams: Ints, counts: Ints, size: int, discount: float | None) -> Counts:
    contexts, where = np.unique(ngrams // size, return_inverse=True)
    if discount is None:
        once, twice = int((counts == 1).sum()), int((counts == 2).sum())
        discount = once / (once + 2 * twice) if once else 0.5
    totals = np.bincount(where, counts)
    return Counts(ngrams, counts.astype(float), contexts, totals, np.bincount(where).astype(float), discount)


def _joined(ids: Ints, length: int, size: int) -> Ints:
    """Every n-gram of that length, as one number."""
    joined = np.zeros(max(0, len(ids) - length + 1), np.int64)
    for i in range(length):
        joined = joined * size + ids[i : len(ids) - length + 1 + i]
    return joined
