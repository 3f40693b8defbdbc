"""Real clouds that no training saw, to find the nearest among.

`python -m models.shapes.references` makes the file again."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.shapes.furniture import CLASSES, clouds
from models.shapes.kinds import JUDGED, REFERENCES

FILE = Path(__file__).parent / "references.npz"
SEED = 999_983  # no training draws its clouds with this one


def references() -> NDArray[np.float16]:
    """(200, 512, 3): the classes in turn. The first 256 points are compared; the others are a second cloud of the same
    surface."""
    with np.load(FILE) as file:
        points: NDArray[np.float16] = file["points"]
    return points


def make() -> NDArray[np.float16]:
    return clouds(REFERENCES * len(CLASSES), 2 * JUDGED, SEED)[0]


if __name__ == "__main__":
    np.savez_compressed(FILE, points=make())
