"""Pictures drawn in pieces that are kept, so that an evaluation that was stopped goes on where it was."""

from collections.abc import Callable
from pathlib import Path

import numpy as np


def in_pieces(folder: Path, count: int, draw: Callable[[int, int], np.ndarray], size: int = 20) -> np.ndarray:
    """`draw(n, start)` gives the pictures from number `start`; each piece is written to `folder` when it is drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    pieces = []
    for start in range(0, count, size):
        n = min(size, count - start)
        path = folder / f"{start}-{n}.npy"
        if not path.exists():
            half = path.with_suffix(".part")
            with half.open("wb") as file:
                np.save(file, draw(n, start))
            half.rename(path)
        pieces.append(np.load(path))
    return np.concatenate(pieces)
