"""Points in the plane: those a toy model learns from, and how many of one set lie near another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.toys import points
from models.toys.kinds import FlowToy, GanToy

Floats = NDArray[np.floating]


def learned_from(request: FlowToy | GanToy) -> Floats:
    """Points as those that the request's model learns from, (256, 2)."""
    rng = np.random.default_rng(1)
    if request.drawn:
        return points.drawn(np.array(request.drawn, np.float32), 256, rng)
    return points.sample(request.shape, 256, rng)


def near(those: Floats, others: Floats, within: float) -> float:
    """The share of the points (n, 2) that have one of the others (m, 2) within a distance."""
    distance = np.linalg.norm(those[:, None] - others[None], axis=2).min(1)
    return float((distance < within).mean())
