"""How near a picture lies to the nearest one that was learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

COPY = 1 / 3  # d₁/d₂ below it counts as a copy: Yoon et al. 2023; Gu et al., arXiv:2310.02664


@dataclass(frozen=True, eq=False)
class Nearest:
    """Of each picture (n,): the nearest one learned from, and d₁/d₂, its distance over that to the second nearest."""

    places: NDArray[np.integer]
    ratios: NDArray[np.floating]

    @property
    def copies(self) -> int:
        return int((self.ratios < COPY).sum())


def nearest(pictures: NDArray[np.uint8], learned: NDArray[np.uint8]) -> Nearest:
    """pictures (n, 16, 16, 3), learned from (m, 16, 16, 3); Euclidean distances of the pixels."""
    a, b = (some.reshape(len(some), -1).astype(np.float64) for some in (pictures, learned))
    squared = np.maximum((a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T, 0)
    first, second = np.sqrt(np.partition(squared, 1, axis=1)[:, :2].T)
    return Nearest(squared.argmin(1), first / np.where(second > 0, second, 1))
