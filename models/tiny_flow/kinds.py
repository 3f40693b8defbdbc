"""A flow that learns small pictures from nothing: what may be asked, what its run yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step

LEARNED_FROM, HELD_OUT = 1700, 300  # pictures
DRAWN = 16  # pictures, from the same noise at each moment
MOMENTS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0)  # shares of a run, besides its start


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainFlow(Request):
    """Trains a flow of about 2.4 million numbers on avatars of 16 × 16 pixels, and lets it draw on the way."""

    kind: ClassVar[str] = "train-flow"
    family: ClassVar[str] = "tiny_flow"
    resumes: ClassVar[bool] = True
    first_guess: ClassVar[float] = 20.0
    pictures: Annotated[int, Range(20, LEARNED_FROM)] = LEARNED_FROM
    """How many it learns from."""
    learning_rate: Annotated[float, Range(0.00001, 0.1)] = 0.002
    """At the start; it falls evenly to a fiftieth."""
    steps: Annotated[int, Range(1, 3000)] = 600
    """Updates, each from 64 pictures."""
    seed: Seed = 0

    def moments(self) -> list[int]:
        """Numbers of updates after which it draws: 0, then later and later ones."""
        return sorted({0, *(max(1, round(self.steps * share)) for share in MOMENTS)})


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class DrawnStep(Step):
    number: int  # updates so far
    held_out: float  # mean squared error of the velocity, on pictures that it never saw; no unit
    drawn: np.ndarray  # (16, 16, 16, 3) uint8, from the same noise at each moment
    nearest: (
        float  # how far 64 drawn pictures lie from the nearest one learned from, as a multiple of how far real ones do
    )


BY_PICTURES = (TrainFlow(pictures=20), TrainFlow(pictures=50), TrainFlow())
"""From few pictures to many."""


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    return BY_PICTURES
