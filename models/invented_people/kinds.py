"""A network that learns where invented people were born: what may be asked, what its run yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step

Spread = Literal["few", "middle", "many"]
LAWS: dict[Spread, float] = {"few": 1.4, "middle": 1.0, "many": 0.6}
"""How unevenly sentences are spread over the people: the steeper, the fewer are in one sentence alone."""
EPOCHS = (1, 2, 4, 8, 16, 32)  # after so many readings of all sentences it is asked
GROUPS = ((0, 0), (1, 1), (2, 4), (5, 19), (20, 4000))  # sentences about a person: from, to
TOWNS = 40
ASKED = 4000  # new questions


@dataclass(frozen=True, kw_only=True, slots=True)
class LearnPeople(Request):
    """Makes a world of 4,000 invented people, lets a small network read sentences on where they were born, and asks it
    about people drawn by the same law, some of whom no sentence was about."""

    kind: ClassVar[str] = "learn-people"
    family: ClassVar[str] = "invented_people"
    first_guess: ClassVar[float] = 4.0
    spread: Spread = "middle"
    """How many people come up in a single sentence."""
    sentences: Annotated[int, Range(500, 4000, 500)] = 2000
    seed: Seed = 0
    """Of the world and of the network."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class WorldStep(Step):
    """The world, before anything is learned."""

    once: int  # people in one sentence alone, which is the number of such sentences
    numbers: int  # weights of the network
    asked: np.ndarray  # (5,) int64: new questions, by GROUPS


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class AskedStep(Step):
    """The network after so many readings."""

    readings: int
    wrong: np.ndarray  # (5,) int64: new questions answered wrong, by GROUPS
    confidence: np.ndarray  # (5,) float64: mean probability of its answer, by GROUPS; 0 where none was asked


STEPS = 1 + len(EPOCHS)


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    return tuple(LearnPeople(spread=spread) for spread in LAWS)
