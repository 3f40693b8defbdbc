"""A flow that learns to draw from a skewed set of pictures with captions: what may be asked, what its run yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step

PICTURES = 400  # learned from, before a repair leaves some out
SHOWN = 12  # pictures
MOMENTS = (0.05, 0.2, 0.5, 1.0)  # shares of a run after which it draws
GUIDANCE = 3.0  # of what a caption names (Ho & Salimans, arXiv:2207.12598)
SURE = 0.9  # from this probability on the judge is sure of a style

Repair = Literal["none", "weighted", "left_out"]
Prompt = Literal["person", "hat", "no_hat", "blue"]
DRAWN: dict[Prompt, int] = {"person": 300, "hat": 100, "no_hat": 100, "blue": 100}
"""What is asked for in the end, and how many pictures of each: a person; one with a hat; one without; and, for
comparison, one on a blue background, which every caption names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainSkewed(Request):
    """Trains a flow of about 2.4 million numbers on 400 avatars of 16 × 16 pixels, of which so many wear a hat, and
    counts the hats in what it draws."""

    kind: ClassVar[str] = "train-skewed"
    family: ClassVar[str] = "skewed_flow"
    resumes: ClassVar[bool] = True
    first_guess: ClassVar[float] = 25.0
    hats: Annotated[int, Range(10, 90, 10)] = 10
    """Per cent of the pictures learned from that show a hat."""
    named: bool = True
    """Whether the captions say who wears a hat and who does not. All of them name the background."""
    repair: Repair = "none"
    """Nothing; weighted: the rarer kind is drawn more often into a batch, so that both are half of it; left_out: of the
    more frequent kind only as many pictures as of the other are learned from."""
    steps: Annotated[int, Range(1, 1500)] = 600
    """Updates, each from 64 pictures."""
    seed: Seed = 0

    def moments(self) -> list[int]:
        """Numbers of updates after which it draws."""
        return sorted({max(1, round(self.steps * share)) for share in MOMENTS})


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SkewedStep(Step):
    """On the way."""

    number: int  # updates so far
    loss: float  # mean squared error of the velocity since the last moment; no unit
    drawn: np.ndarray  # (12, 16, 16, 3) uint8: “a person”, from the same noise at each moment


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CaptionStep(Step):
    """What it draws in the end, asked for one thing, as the judge reads it."""

    prompt: str  # of DRAWN
    shown: np.ndarray  # (12, 16, 16, 3) uint8, the first ones
    hats: np.ndarray  # (n,) bool: whether hats are likelier than everything else together
    sure: np.ndarray  # (n,) float32: probability of the likeliest style
    blue: np.ndarray  # (n,) bool: whether the background is nearer to blue than to any other of the world's
    nearest: float  # mean distance to the nearest picture learned from, as a multiple of that of new real pictures


BALANCED = TrainSkewed(hats=50)
REPAIRS = (TrainSkewed(), TrainSkewed(repair="left_out"), TrainSkewed(repair="weighted"), BALANCED)
BY_SHARE = (TrainSkewed(), TrainSkewed(hats=30), BALANCED, TrainSkewed(hats=70), TrainSkewed(hats=90))
UNNAMED = TrainSkewed(hats=50, named=False)
PLANNED = len(MOMENTS) + len(DRAWN)  # steps of a run


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    return (*REPAIRS, *(request for request in BY_SHARE if request not in REPAIRS), UNNAMED)
