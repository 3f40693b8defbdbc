"""Two runs from the same noise as two paths on one map: principal components of their latents. Pure.

Pearson 1901, DOI 10.1080/14786440109462720.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.engine import Trace
from pages.chapters.text_to_image.noise import rms
from pages.chapters.text_to_image.outcome import finished, frames

Floats = NDArray[np.floating]


@dataclass(frozen=True)
class Paths:
    first: Floats  # (n, 2): before each step, and at the end
    second: Floats
    shares: tuple[float, float]  # of the variance of all latents of both runs, on each axis
    apart: Floats  # (n,), root mean square of the difference of both latents, in standard deviations


def latents(trace: Trace) -> Floats:
    """Before each step, and of a finished run at the end: (n, 1024)."""
    those = [step.latents for step in frames(trace.steps)]
    if finished(trace):
        those.append(trace.last.latents)
    return np.stack(those).reshape(len(those), -1).astype(float)


def of(first: Trace, second: Trace) -> Paths:
    a, b = latents(first), latents(second)
    n = min(len(a), len(b))  # a stopped run is shorter
    a, b = a[:n], b[:n]
    both = np.concatenate([a, b])
    centred = both - both.mean(0)
    _left, sizes, axes = np.linalg.svd(centred, full_matrices=False)
    places = centred @ axes[:2].T
    shares = sizes**2 / (sizes**2).sum()
    apart = np.array([rms(x - y) for x, y in zip(a, b, strict=True)])
    return Paths(places[:n], places[n:], (float(shares[0]), float(shares[1])), apart)


def halfway(apart: Floats) -> int:
    """The steps done when half of the final distance is reached; 0 where the runs end at the same place."""
    return int(np.argmax(apart >= apart[-1] / 2)) if apart[-1] > 0 else 0
