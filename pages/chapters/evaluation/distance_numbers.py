"""Mean distances by number of pictures, and the straight line in 1/N through the larger sets. No Streamlit."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np

from models.classifier.kinds import DistanceStep
from models.engine import Trace
from pages.basics.intervals import Z

LEAST_FITTED = 200  # smaller sets have fewer pictures than the 256 features, by far, and lie off the line


@dataclass(frozen=True)
class Line:
    counts: tuple[int, ...]  # pictures in each set
    means: tuple[float, ...]  # over the sets
    margins: tuple[float, ...]  # half the 95 % interval of the mean; NaN of a single set
    slope: float
    intercept: float  # where 1/N is 0

    @property
    def fitted(self) -> list[int]:
        return [n for n in self.counts if n >= LEAST_FITTED]


def line(counts: list[int], distances: list[np.ndarray]) -> Line:
    """distances: of the sets of each count."""
    means = [float(values.mean()) for values in distances]
    margins = [Z * float(v.std(ddof=1)) / sqrt(len(v)) if len(v) > 1 else nan for v in distances]
    fitted = [(1 / n, mean) for n, mean in zip(counts, means, strict=True) if n >= LEAST_FITTED]
    slope, intercept = np.polyfit(*zip(*fitted, strict=True), 1)
    return Line(tuple(counts), tuple(means), tuple(margins), float(slope), float(intercept))


def made_and_real(trace: Trace) -> tuple[Line, Line]:
    steps = [step for step in trace.steps if isinstance(step, DistanceStep)]
    counts = [step.count for step in steps]
    return line(counts, [step.made for step in steps]), line(counts, [step.real for step in steps])


def ahead(trace: Trace, place: int) -> tuple[str, float, float]:
    """Whose pictures have the smaller distance in sets of the place-th count: "made", "real", or "neither" if the 95 %
    interval of the mean difference contains 0; with the difference (made − real) and half that interval. Of a single
    set nothing is known of the spread: half the interval is NaN, and the smaller one is ahead."""
    step = trace.steps[place]
    assert isinstance(step, DistanceStep)
    difference = float(step.made.mean() - step.real.mean())
    n = len(step.made)
    margin = Z * sqrt((step.made.var(ddof=1) + step.real.var(ddof=1)) / n) if n > 1 else nan
    if abs(difference) <= margin:
        return "neither", difference, margin
    return ("made" if difference < 0 else "real"), difference, margin
