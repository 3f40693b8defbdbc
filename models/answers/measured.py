"""What the shipped model answered to every shipped question (measure.py), for pages. No torch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.answers.questions import Question, begins_with, false_fact, normal, questions
from models.engine.single_flight import single_flight

FILE = Path(__file__).with_name("measured.json")
VARIANTS = ("right", "irrelevant", "false", "retrieved", "missing")
"""What fact stands in the prompt: the right one; one of another kind; one with another answer; the one that BM25 picks;
the one that it picks where the right one is missing."""


@dataclass(frozen=True)
class Measured:
    number: int  # among all shipped questions; also the seed of its samples
    question: Question
    greedy: str
    samples: tuple[str, ...]
    logprob: float  # natural log of the greedy answer's probability, its end included
    helped: dict[str, str]  # variant → greedy answer; empty where no answer is true

    @property
    def agreement(self) -> float:
        """The share of samples that give the greedy answer."""
        return sum(normal(sample) == normal(self.greedy) for sample in self.samples) / len(self.samples)

    @property
    def probability(self) -> float:
        return float(np.exp(self.logprob))

    @property
    def right(self) -> bool:
        return self.question.answered_by(self.greedy)

    def right_with(self, variant: str) -> bool:
        return self.question.answered_by(self.helped[variant])

    @property
    def repeats_the_lie(self) -> bool:
        return begins_with(self.helped["false"], [false_fact(self.number)[1]])


@single_flight
def measured() -> tuple[Measured, ...]:
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Measured(number, question, row["answers"][0], tuple(row["answers"][1:]), row["logprob"], row.get("with", {}))
        for number, (question, row) in enumerate(zip(questions(), rows, strict=True))
    )
