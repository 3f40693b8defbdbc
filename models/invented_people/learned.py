"""What a run of the network of the invented people shows, for pages. No torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.engine.steps import Step
from models.invented_people.kinds import GROUPS, TOWNS, AskedStep, LearnPeople, WorldStep


@dataclass(frozen=True)
class Learned:
    once: int  # people in one sentence alone, which is the number of such sentences
    sentences: int
    numbers: int  # weights of the network
    asked: tuple[int, ...]  # new questions, by GROUPS
    wrong: tuple[tuple[int, ...], ...]  # by EPOCHS, as many as were read, by GROUPS
    confidence: tuple[tuple[float, ...], ...]  # mean probability of its answer, by EPOCHS, by GROUPS

    @property
    def floor(self) -> float:
        """Share of new questions that a network which always answers is expected to get wrong at best: those about
        people it never read of, estimated by the people it read of once, but for lucky guesses."""
        return self.once / self.sentences * (1 - 1 / TOWNS)

    @property
    def wrong_at_last(self) -> int:
        return sum(self.wrong[-1])


def group(times: int) -> int:
    return next(i for i, (low, high) in enumerate(GROUPS) if low <= times <= high)


def learned(request: LearnPeople, steps: Sequence[Step]) -> Learned:
    """`steps`: of a run, with one AskedStep at least."""
    world = next(step for step in steps if isinstance(step, WorldStep))
    asked = [step for step in steps if isinstance(step, AskedStep)]
    return Learned(
        world.once,
        request.sentences,
        world.numbers,
        tuple(world.asked.tolist()),
        tuple(tuple(step.wrong.tolist()) for step in asked),
        tuple(tuple(step.confidence.tolist()) for step in asked),
    )
