"""What the network of the invented people learned (people.py), for pages. No torch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from models.engine.single_flight import single_flight

FILE = Path(__file__).with_name("people.json")
LAWS = {"few": 1.4, "middle": 1.0, "many": 0.6}
"""How unevenly sentences are spread over the people: the steeper, the fewer are in one sentence alone."""
EPOCHS = (1, 2, 4, 8, 16, 32)  # after so many readings of all sentences it is asked
GROUPS = ((0, 0), (1, 1), (2, 4), (5, 19), (20, 2000))  # sentences about a person: from, to
TOWNS = 40


@dataclass(frozen=True)
class Learned:
    once: int  # people in one sentence alone, which is the number of such sentences
    sentences: int
    numbers: int  # weights of the network
    asked: tuple[int, ...]  # new questions, by GROUPS
    wrong: tuple[tuple[int, ...], ...]  # by EPOCHS, by GROUPS
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


@single_flight
def learned() -> dict[str, Learned]:
    """By name of LAWS."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: Learned(
            data[name]["once"],
            data["sentences"],
            data["numbers"],
            tuple(data[name]["asked"]),
            tuple(tuple(epoch["wrong"]) for epoch in data[name]["epochs"]),
            tuple(tuple(epoch["confidence"]) for epoch in data[name]["epochs"]),
        )
        for name in LAWS
    }
