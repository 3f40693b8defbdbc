"""2,000 avatars of 16 × 16 pixels to learn from: people of the data set, drawn at 64 and reduced.

`python -m models.tiny_flow.pictures` draws them anew (node needed, as models/avatars/dataset.py says).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from models.avatars import dataset
from models.tiny_flow.kinds import HELD_OUT, LEARNED_FROM

FILE = Path(__file__).with_name("pictures.npz")


@cache
def pictures() -> np.ndarray:
    """(2000, 16, 16, 3) uint8; the last 300 are not learned from."""
    with np.load(FILE) as file:
        loaded: np.ndarray = file["pictures"]
    return loaded


def make() -> np.ndarray:
    return dataset.reduce(dataset.render(dataset.people("train", count=LEARNED_FROM + HELD_OUT), 64), 4)


if __name__ == "__main__":
    np.savez_compressed(FILE, pictures=make())
