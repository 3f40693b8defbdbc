"""A bell curve that learns from itself, many times over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Fit(NamedTuple):
    mean: Floats  # (chains,)
    variance: Floats  # (chains,)


def replace(points: int, generations: int, chains: int, random: np.random.Generator) -> Iterator[Fit]:
    """The fits of generations 0, 1, …: each is made to points that the one before drew, and forgets all others."""
    fit = Fit(np.zeros(chains), np.ones(chains))
    yield fit
    for _ in range(generations):
        drawn = random.normal(fit.mean, np.sqrt(fit.variance), (points, chains))
        fit = Fit(drawn.mean(0), drawn.var(0))
        yield fit


def accumulate(points: int, generations: int, chains: int, random: np.random.Generator) -> Iterator[Fit]:
    """The same, but each fit is made to all points drawn so far."""
    fit = Fit(np.zeros(chains), np.ones(chains))
    yield fit
    total, squares, count = np.zeros(chains), np.zeros(chains), 0
    for _ in range(generations):
        drawn = random.normal(fit.mean, np.sqrt(fit.variance), (points, chains))
        total, squares, count = total + drawn.sum(0), squares + (drawn**2).sum(0), count + points
        fit = Fit(total / count, squares / count - (total / count) ** 2)
        yield fit
