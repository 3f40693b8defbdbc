"""How often a try, or the best of several, is right: from what was measured of all tasks. No Streamlit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.code.measured import measured, pass_at
from models.engine.single_flight import single_flight

RESAMPLED = 2000


@dataclass(frozen=True)
class Count:
    k: int
    n: int

    low: float
    high: float
    """The 95 % interval of the share over resampled tasks (bootstrap): tries of one task are not independent."""

    @property
    def share(self) -> float:
        return self.k / self.n


@dataclass(frozen=True)
class Pass:
    """The mean of pass@k over the tasks, with its 95 % interval over resampled tasks (bootstrap)."""

    k: int
    value: float
    low: float
    high: float


def readable(variant: str) -> Count:
    return _count([[one.parses for one in row.drawn(variant)] for row in measured()])


def right(variant: str) -> Count:
    return _count([[one.right for one in row.drawn(variant)] for row in measured()])


def _count(tries: list[list[bool]]) -> Count:
    low, high = _interval(np.mean(tries, axis=1))
    return Count(sum(map(sum, tries)), sum(map(len, tries)), low, high)


def _interval(of_tasks: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(of_tasks[_resampled()].mean(1), [0.025, 0.975])
    return float(low), float(high)


def passes(k: int, variant: str = "free") -> Pass:
    return curve(variant)[k - 1]


@single_flight
def _resampled() -> np.ndarray:
    """(RESAMPLED, tasks) places of tasks, drawn with replacement."""
    n = len(measured())
    return np.random.default_rng(0).integers(0, n, (RESAMPLED, n))


def curve(variant: str = "free") -> list[Pass]:
    """pass@k for k from 1 to the number of drawn tries."""
    counts = [(sum(one.right for one in row.drawn(variant)), len(row.drawn(variant))) for row in measured()]
    found = []
    for k in range(1, counts[0][1] + 1):
        each = np.array([pass_at(k, right, n) for right, n in counts])
        found.append(Pass(k, float(each.mean()), *_interval(each)))
    return found
