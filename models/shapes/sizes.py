"""The size of a piece of furniture, measured in a cloud of its points (kinds.SIZES says which size of which class).

The outermost two in a thousand points on each side are left out, so that a stray point of a drawn cloud counts little.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

STRAY = 0.002  # share of the points left out on each side
LAYER = 0.16  # thickness, as a share of the height, within which the seat is looked for
INNER = 0.6  # of the half width and half depth: nearer to the edge are legs, arms and back

Points = NDArray[np.floating]


def measured(shape: str, points: Points) -> float:
    """Percent; points (n, 3) with y up."""
    low, high = np.quantile(points, [STRAY, 1 - STRAY], axis=0)
    width, height, _ = high - low
    up = (points[:, 1] - low[1]) / height
    match shape:
        case "chair":
            middle = (low + high) / 2
            inner = np.abs(points - middle)[:, ::2] < INNER * (high - low)[::2] / 2
            return 100 * _seat(up[inner.all(1)])
        case "table":
            return 100 * float(height / width)
        case "lamp":
            return 100 * _width(points[up > 0.55]) / float(height)
        case _:
            return 100 * _width(points) / float(height)


def _seat(up: Points) -> float:
    """The height, from 0 to 1, around which most points lie, between a fifth and seven tenths."""
    places = np.linspace(0.2, 0.7, 201)
    inside = (np.abs(up[:, None] - places) < LAYER / 2).sum(0)
    return float(places[inside == inside.max()].mean())


def _width(points: Points) -> float:
    """The greatest width about an upright axis, from the points farthest from it."""
    if not len(points):
        return 0.0
    centre = np.quantile(points, [STRAY, 1 - STRAY], axis=0).mean(0)
    across = np.hypot(points[:, 0] - centre[0], points[:, 2] - centre[2])
    return 2 * float(np.quantile(across, 0.98))
