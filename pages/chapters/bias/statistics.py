"""Intervals and correlations of gaps. Pure numpy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

RESAMPLES = 2000
ENDS = (2.5, 97.5)  # per cent: of a 95 % interval


@dataclass(frozen=True)
class Estimate:
    value: float
    low: float
    high: float

    @property
    def sign(self) -> int:
        """1 or −1 where the interval leaves 0 out, else 0."""
        return int(self.low > 0) - int(self.high < 0)


@cache
def resamples(count: int, seed: int = 0) -> np.ndarray:
    """(RESAMPLES, count) indices drawn with replacement (Efron 1979, doi:10.1214/aos/1176344552)."""
    drawn: np.ndarray = np.random.default_rng(seed).integers(0, count, (RESAMPLES, count))
    return drawn


def mean(values: np.ndarray) -> Estimate:
    """The mean of (n,) values and its 95 % percentile bootstrap interval."""
    low, high = np.percentile(values[resamples(len(values))].mean(1), ENDS)
    return Estimate(float(values.mean()), float(low), float(high))


def correlation(x: np.ndarray, y: np.ndarray) -> Estimate:
    """Pearson's r of (n,) pairs; the interval is that of resampled pairs."""
    chosen = resamples(len(x))
    low, high = np.nanpercentile(_pearson(x[chosen], y[chosen]), ENDS)
    return Estimate(float(_pearson(x, y)), float(low), float(high))


def _pearson(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Over the last axis."""
    x, y = x - x.mean(-1, keepdims=True), y - y.mean(-1, keepdims=True)
    r: np.ndarray = (x * y).sum(-1) / np.sqrt((x**2).sum(-1) * (y**2).sum(-1))
    return r


def chi_square(counts: np.ndarray, shares: np.ndarray) -> float:
    """Pearson's statistic of (values,) counts against expected shares, which sum to 1."""
    expected = counts.sum() * shares
    return float(((counts - expected) ** 2 / expected).sum())


def departure(counts: np.ndarray, shares: np.ndarray, rounds: int = 4000, seed: int = 0) -> float:
    """p of chi_square by simulation: how often as many draws from the shares themselves depart as far."""
    drawn = np.random.default_rng(seed).multinomial(counts.sum(), shares, rounds)
    expected = counts.sum() * shares
    null = ((drawn - expected) ** 2 / expected).sum(1)
    return float((1 + (null >= chi_square(counts, shares) - 1e-9).sum()) / (1 + rounds))


def flips(values: np.ndarray) -> tuple[int, int]:
    """Of (words, templates) values: how many pairs of templates disagree about a word's sign, and of how many."""
    positive = (values > 0).sum(1)
    count = values.shape[1]
    return int((positive * (count - positive)).sum()), len(values) * count * (count - 1) // 2


def slope(shares: np.ndarray, gaps: np.ndarray) -> float:
    """Of gaps (nats) against the odds of shares (0 … 1, log scale): −1 where the model's odds are the shares' own."""
    return float(np.polyfit(np.log(shares / (1 - shares)), gaps, 1)[0])


def permutation(first: np.ndarray, second: np.ndarray, rounds: int = 4000, seed: int = 0) -> np.ndarray:
    """(m,) two-sided p of the difference of means of (n, m) and (k, m), columns tested one by one: how often groups
    drawn by lot differ as much."""
    both, count = np.concatenate([first, second]), len(first)
    rng = np.random.default_rng(seed)
    actual = np.abs(first.mean(0) - second.mean(0))
    as_far = np.zeros(both.shape[1])
    for _ in range(rounds):
        order = rng.permutation(len(both))
        as_far += np.abs(both[order[:count]].mean(0) - both[order[count:]].mean(0)) >= actual - 1e-12
    p: np.ndarray = (1 + as_far) / (1 + rounds)
    return p
