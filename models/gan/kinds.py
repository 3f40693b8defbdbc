"""What may be asked of the picture GAN. Its runs yield steps of models/classifier/kinds.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from models.classifier.kinds import Count
from models.engine.limits import Range, Seed
from models.engine.requests import Request


@dataclass(frozen=True, kw_only=True, slots=True)
class Gan(Request):
    """Pictures of the GAN: one, or a walk in w to a second seed; or the second seed's style in the later layers."""

    kind: ClassVar[str] = "gan"
    family: ClassVar[str] = "gan"
    brief: ClassVar[bool] = True
    seed: Seed = 0
    truncation_psi: Annotated[float, Range(0, 1.5, 0.05)] = 0.7
    """No unit. 1 leaves w as it is, 0 gives everyone the mean face."""
    second_seed: Seed = 1
    frames: Annotated[int, Range(1, 33)] = 1
    """1: the first seed alone. More: as many pictures on the line in w from the first seed to the second."""
    mix_from_layer: Annotated[int, Range(0, 7)] = 7
    """Layers from this one on take the second seed's w; 7 = none of the 7 do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GanSamples(Request):
    """Pictures of single seeds."""

    kind: ClassVar[str] = "gan-samples"
    family: ClassVar[str] = "gan"
    brief: ClassVar[bool] = True
    count: Count = 6
    truncation_psi: Annotated[float, Range(0, 1.5, 0.05)] = 1.0
    """No unit. 1 leaves w as it is, 0 gives everyone the mean face."""
    seed: Seed = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class GanDistance(Request):
    """Fréchet distance of 1,000 pictures of the GAN to 4,000 real ones, and of its parts of 50 to 500 pictures. Beside
    them the same of 1,000 other real pictures. Why it falls with the number: Chong & Forsyth, arXiv:1911.07023."""

    kind: ClassVar[str] = "gan-distance"
    family: ClassVar[str] = "gan"
    first_guess: ClassVar[float] = 10.0
    truncation_psi: Annotated[float, Range(0, 1.5, 0.05)] = 0.9
    """No unit. 1 leaves w as it is, 0 gives everyone the mean face."""
    seed: Seed = 0
    """Of the first picture; the others count on from it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GanReadings(Request):
    """What the classifier reads in many pictures of single seeds: how often each value of each attribute occurs."""

    kind: ClassVar[str] = "gan-readings"
    family: ClassVar[str] = "gan"
    first_guess: ClassVar[float] = 3.0
    count: Annotated[int, Range(50, 300, 50)] = 300
    truncation_psi: Annotated[float, Range(0, 1.5, 0.05)] = 0.5
    """No unit. 1 leaves w as it is, 0 gives everyone the mean face."""
    seed: Seed = 0
    """Of the first picture; the others count on from it."""


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    return (GanSamples(), GanDistance(), GanReadings(), GanReadings(truncation_psi=1.0))
