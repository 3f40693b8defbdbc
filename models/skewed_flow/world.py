"""What captions name, and how it is counted. No torch."""

from __future__ import annotations

import numpy as np

from models.avatars.attributes import BACKGROUND, HATS, NAMES
from models.skewed_flow.kinds import PICTURES, TrainSkewed

WORDS = (*NAMES["background"], "hat", "no hat")  # that a caption may hold
HAT_STYLES = np.array([NAMES["top"].index(hat) for hat in HATS])
COLOURS = np.array([[int(code[i : i + 2], 16) for i in (0, 2, 4)] for code in BACKGROUND.values() if code])


def counts(request: TrainSkewed) -> tuple[int, int]:
    """How many pictures with a hat and without one are learned from."""
    hats = round(PICTURES * request.hats / 100)
    fewer = min(hats, PICTURES - hats)
    return (fewer, fewer) if request.repair == "left_out" else (hats, PICTURES - hats)


def behind(some: np.ndarray) -> np.ndarray:
    """(n,) the world's background nearest to the colour of the upper left corner of uint8 (n, 16, 16, 3)."""
    corner = some[:, 0, 0].astype(np.int64)
    nearest: np.ndarray = ((corner[:, None] - COLOURS) ** 2).sum(2).argmin(1)
    return nearest
