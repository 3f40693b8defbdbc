"""What the plane shows of the two players, as layers: pure but for the words, steps in, layers out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.toys.kinds import GanToyStep
from pages.basics.language import _
from pages.basics.words import show
from pages.figures.components.plane import Arrows, Floats, Layer, Mesh, Points, Surface
from pages.figures.points import near

REACH = 1.2
ARROW, LONGEST = 0.2, 0.35  # how long strong pulls (95 % are weaker) are drawn, and where the longest are cut
ARROWS = 96  # of the 256 generated points
LEAST = 0.05  # of the map's colours, around 1/2
CLOSE = 0.1  # a real point counts as reached if a generated one lies this near


def reached(samples: Floats, real: Floats) -> float:
    """The share of real points (n, 2) with a generated one close by."""
    return near(real, samples, CLOSE)


def scale(steps: Sequence[GanToyStep]) -> float:
    """How much longer than they are the pulls of a run are drawn."""
    strong = float(np.quantile(np.linalg.norm([s.pull[:ARROWS] for s in steps], axis=-1), 0.95))
    return ARROW / max(strong, 1e-6)


def arrows(step: GanToyStep, times: float) -> Floats:
    """The pull on the first generated points as it is drawn, (96, 2)."""
    pull = times * step.pull[:ARROWS].astype(float)
    length = np.linalg.norm(pull, axis=1, keepdims=True)
    drawn: Floats = pull * np.minimum(1, LONGEST / np.maximum(length, 1e-9))
    return drawn


def half_width(steps: Sequence[GanToyStep]) -> float:
    """How far around 1/2 the colours of a run's map reach: R1 keeps a critic from being sure."""
    return max(LEAST, float(np.quantile(np.abs(np.stack([s.surface for s in steps]) - 0.5), 0.99)))


def layers(
    steps: Sequence[GanToyStep], real: Floats, surface: bool = True, pull: bool = True, mesh: bool = True
) -> list[Layer]:
    drawn: list[Layer] = []
    if surface:
        half = half_width(steps)
        low, high = (show(0.5 + side * half, ".0%") for side in (-1, 1))
        drawn.append(
            Surface(
                name=_("critic: real with"),
                frames=np.stack([s.surface for s in steps]),
                low=0.5 - half,
                high=0.5 + half,
                low_name=low,
                high_name=high,
                signed=True,
                reach=REACH,
            )
        )
    if mesh:
        drawn.append(Mesh(name=_("grid of noise"), frames=np.stack([s.manifold for s in steps]), colour="violet"))
    drawn.append(Points(name=_("real points"), frames=real, colour="gray", hollow=True))
    drawn.append(Points(name=_("generated points"), frames=np.stack([s.samples for s in steps]), colour="violet"))
    if pull:
        starts, times = np.stack([s.samples[:ARROWS] for s in steps]), scale(steps)
        named = _("pull (drawn × {times:.2g})").format(times=times)
        moves = np.stack([arrows(s, times) for s in steps])
        drawn.append(Arrows(name=named, places=starts, moves=moves, colour="violet"))
    return drawn
