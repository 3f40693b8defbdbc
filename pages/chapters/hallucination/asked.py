"""What the answers to all shipped questions show: how sure the model was and how often it was right. No Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from models.answers.measured import Measured, measured
from models.engine.single_flight import single_flight
from pages.basics.intervals import Z

SAMPLES = 10
RESAMPLED = 1000


@dataclass(frozen=True)
class Count:
    right: int
    n: int

    @property
    def share(self) -> float:
        return self.right / self.n if self.n else float("nan")


def known() -> list[Measured]:
    """Questions that have a true answer."""
    return [row for row in measured() if row.question.answers]


def unanswerable() -> list[Measured]:
    return [row for row in measured() if not row.question.answers]


def agreeing(row: Measured) -> int:
    """Of ten samples, those that give the greedy answer."""
    return round(row.agreement * SAMPLES)


def count(rows: Sequence[Measured]) -> Count:
    return Count(sum(row.right for row in rows), len(rows))


def sure(threshold: int) -> list[Measured]:
    """Known questions of which so many samples agree."""
    return [row for row in known() if agreeing(row) >= threshold]


def cells(threshold: int) -> dict[tuple[bool, bool], list[Measured]]:
    """(sure, right) → the questions there, the most telling first: the likeliest answer where it is sure, else the
    least likely."""
    split: dict[tuple[bool, bool], list[Measured]] = {(s, r): [] for s in (True, False) for r in (True, False)}
    for row in known():
        split[agreeing(row) >= threshold, row.right].append(row)
    for (is_sure, _right), rows in split.items():
        rows.sort(key=lambda row: row.logprob, reverse=is_sure)
    return split


def by_agreement() -> list[Count]:
    """How often it was right where 0, 1, … 10 samples agreed."""
    return [count([row for row in known() if agreeing(row) == k]) for k in range(SAMPLES + 1)]


def calibration_error() -> float:
    """The mean distance between agreement and share of right answers, weighted by questions (expected calibration
    error). Each agreement is a bin of its own."""
    bins, total = by_agreement(), len(known())
    return sum(bin.n / total * abs(bin.share - k / SAMPLES) for k, bin in enumerate(bins) if bin.n)


@dataclass(frozen=True)
class Ranking:
    """How often a right answer is surer than a wrong one, ties counted half (area under the ROC curve), with its 95 %
    interval over resampled questions."""

    value: float
    low: float
    high: float


@single_flight
def ranked_by_agreement() -> Ranking:
    return _ranking(lambda row: row.agreement)


@single_flight
def ranked_by_probability() -> Ranking:
    return _ranking(lambda row: row.logprob)


def _ranking(score: Callable[[Measured], float]) -> Ranking:
    rows = known()
    scores, right = np.array([score(row) for row in rows]), np.array([row.right for row in rows])
    rng = np.random.default_rng(0)
    drawn = [rng.integers(0, len(rows), len(rows)) for _ in range(RESAMPLED)]
    low, high = np.quantile([area(scores[i], right[i]) for i in drawn], [0.025, 0.975])
    return Ranking(area(scores, right), float(low), float(high))


def area(scores: np.ndarray, right: np.ndarray) -> float:
    """Area under the ROC curve: (n,) scores, (n,) bool."""
    above = scores[right][:, None] - scores[~right]
    return float((above > 0).mean() + (above == 0).mean() / 2)


@dataclass(frozen=True)
class Mean:
    value: float
    margin: float  # half of the 95 % interval, by the normal distribution


def mean(values: Sequence[float]) -> Mean:
    """`values`: two at least."""
    numbers = np.asarray(values, float)
    return Mean(float(numbers.mean()), float(Z * numbers.std(ddof=1) / len(numbers) ** 0.5))
