"""How far the generated points are from the real ones: the Jensen–Shannon divergence of their counts on a grid.

Pure. Lin 1991, DOI 10.1109/18.61115.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.toys import points
from models.toys.kinds import Game2D

Floats = NDArray[np.floating]
CELLS, REACH = 16, 1.2  # each way, over [-1.2, 1.2]²; what lies outside counts in the nearest cell
KNOWN = 20_000  # real points that stand for all of them
DRAWS, DRAWN = 40, 256  # the control: so many samples of as many real points as the generator makes


@dataclass(frozen=True)
class Divergences:
    made: list[float]  # nats, of each set of generated points
    low: float  # nats: the middle 95 % of samples of real points
    high: float


def jensen_shannon(p: Floats, q: Floats) -> float:
    """In nats, 0 for equal distributions to ln 2 for those that share nothing. p, q: counts or shares, any scale."""
    p, q = p / p.sum(), q / q.sum()
    middle = (p + q) / 2

    def to_middle(r: Floats) -> float:
        some = r > 0
        return float((r[some] * np.log(r[some] / middle[some])).sum())

    return max(0.0, (to_middle(p) + to_middle(q)) / 2)


def counts(those: Floats) -> Floats:
    """Of points (n, 2) in the cells of the grid, (16 · 16,)."""
    cell = np.clip((those + REACH) * CELLS / (2 * REACH), 0, CELLS - 1).astype(int)
    return np.bincount(cell[:, 1] * CELLS + cell[:, 0], minlength=CELLS * CELLS).astype(float)


def of(request: Game2D, samples: Sequence[Floats]) -> Divergences:
    """Of sets of generated points (256, 2), each against 20,000 real points."""
    rng = np.random.default_rng(0)
    known = counts(_real(request, KNOWN, rng))
    control = [jensen_shannon(counts(_real(request, DRAWN, rng)), known) for _ in range(DRAWS)]
    low, high = np.quantile(control, [0.025, 0.975])
    return Divergences([jensen_shannon(counts(made), known) for made in samples], float(low), float(high))


def _real(request: Game2D, n: int, rng: np.random.Generator) -> Floats:
    if request.drawn:
        return points.drawn(np.array(request.drawn, np.float32), n, rng)
    return points.sample(request.shape, n, rng)
