"""A classifier that learns from few pictures, altered and generated ones: what may be asked, what its run yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from models.avatars.attributes import NAMES
from models.engine.errors import InvalidRequest
from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.translation import N_

STYLES = NAMES["top"]  # of hair and headwear, which is what the classifier tells apart
HELD_OUT = 300  # pictures that no classifier learns from
STARTS = 5  # classifiers, each with other random numbers and other pictures
UPDATES, MEASURED_EVERY = 250, 50
LEAST, MOST_REAL, MOST_GENERATED = 20, 1000, 1000

Altered = Literal["none", "colours", "mirror"]


@dataclass(frozen=True, kw_only=True, slots=True)
class FewPictures(Request):
    """Trains five small classifiers of hair and headwear on pictures of 16 × 16 pixels: real ones of known style,
    drawn ones whose style is what the prompt asked for, or both."""

    kind: ClassVar[str] = "few-pictures"
    family: ClassVar[str] = "few_pictures"
    first_guess: ClassVar[float] = 15.0
    pictures: Annotated[int, Range(0, MOST_REAL)] = 50
    """Real ones to learn from; other ones for each of the five."""
    generated: Annotated[int, Range(0, MOST_GENERATED)] = 0
    """Pictures by the text-to-image model, added to the real ones; at least 20 of both together."""
    altered: Altered = "none"
    """What is altered each time a picture is learned from: its colours are made stronger or weaker, or it is mirrored
    half of the time (data augmentation)."""
    seed: Seed = 0

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        if self.pictures + self.generated < LEAST:
            raise InvalidRequest(
                N_("{n} pictures are too few to learn from: take at least {limit}, real or generated."),
                n=self.pictures + self.generated,
                limit=LEAST,
            )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ClassifiedStep(Step):
    """How well one of the five does after so many updates."""

    start: int  # which of the five, from 0 on
    number: int  # updates so far
    right: int  # of the HELD_OUT pictures
    learned_right: float  # share of those it learns from, unaltered, in [0, 1]


SIZES: tuple[int, ...] = (50, 200, 1000)
ALTERED: tuple[Altered, ...] = ("none", "colours", "mirror")
WITH_GENERATED = (
    FewPictures(),
    FewPictures(generated=200),
    FewPictures(generated=1000),
    FewPictures(pictures=0, generated=1000),
)
"""From 50 real pictures alone to generated ones alone."""


def by_size(altered: Altered) -> tuple[FewPictures, ...]:
    return tuple(FewPictures(pictures=size, altered=altered) for size in SIZES)


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    return (*(request for altered in ALTERED for request in by_size(altered)), *WITH_GENERATED[1:])
