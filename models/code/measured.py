"""What became of the shipped tasks (measure.py): every try, run. For pages. No torch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import Any

from models.code.tasks import TASKS, Task
from models.engine.single_flight import single_flight

FILE = Path(__file__).with_name("measured.json")
SAMPLES = 10
VARIANTS: dict[str, dict[str, Any]] = {
    "free": {},
    "grammar": {"grammar": True},
    "hot": {"temperature": 1.2},
    "hot_grammar": {"temperature": 1.2, "grammar": True},
    "line": {"ending": "line"},
}
"""What differs from the defaults: nothing; the grammar; a high temperature, without and with the grammar; a prompt that
ends one character later (the greedy try alone)."""


@dataclass(frozen=True)
class Tried:
    source: str
    passed_over: int  # tokens that the grammar did not let through
    verdict: str  # as in judge.py, or "endless"
    detail: str
    passed: int  # checks that hold before the first that does not

    @property
    def parses(self) -> bool:
        return self.verdict != "unreadable"

    @property
    def right(self) -> bool:
        return self.verdict == "right"


@dataclass(frozen=True)
class Measured:
    task: Task
    tries: dict[str, tuple[Tried, ...]]  # variant → the greedy try, then the drawn ones

    def greedy(self, variant: str = "free") -> Tried:
        return self.tries[variant][0]

    def drawn(self, variant: str = "free") -> tuple[Tried, ...]:
        return self.tries[variant][1:]


@single_flight
def measured() -> tuple[Measured, ...]:
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Measured(task, {variant: tuple(Tried(**one) for one in row[variant]) for variant in VARIANTS})
        for task, row in zip(TASKS, rows, strict=True)
    )


@single_flight
def verdicts() -> dict[str, Tried]:
    """What was measured of a source, whichever try wrote it."""
    every = (one for row in measured() for tries in row.tries.values() for one in tries)
    return {one.source: one for one in every}


def pass_at(k: int, right: int, n: int) -> float:
    """The share of sets of k of n tries that hold a right one: an unbiased estimate of "one of k tries is right" (Chen
    et al., arXiv:2107.03374)."""
    return 1 - comb(n - right, k) / comb(n, k)
