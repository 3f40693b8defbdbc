"""What each filter did: how much it took, how much of that rightly, and what it overlooked. No Streamlit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.data_cleaning.heap import GOOD, KINDS
from models.data_cleaning.kinds import OWN, CleanText, FilterStep, HeapStep, SweepStep
from models.engine import Trace
from models.engine.translation import N_

TITLES = {
    "length": N_("Too short"),
    "language": N_("Other languages"),
    "junk": N_("Junk"),
    "copies": N_("Exact copies"),
    "near": N_("Near copies"),
}
MEANT = {
    "length": ("fragment",),
    "language": ("foreign",),
    "junk": ("junk",),
    "copies": ("copy",),
    "near": ("copy", "near"),
}
"""Which of the planted kinds each filter is there for."""


@dataclass(frozen=True)
class Counted:
    """k of n."""

    k: int
    n: int


@dataclass(frozen=True)
class Outcome:
    """Of the documents whose truth is known; a visitor's own are not counted."""

    name: str
    used: bool
    reached: int  # documents that came as far
    took: int
    precision: Counted  # of those that it took: not good ones
    recall: Counted  # of those of its kind that reached it: taken


def heap(trace: Trace) -> HeapStep:
    step = trace.steps[0]
    assert isinstance(step, HeapStep)
    return step


def steps(trace: Trace) -> list[FilterStep]:
    return [step for step in trace.steps if isinstance(step, FilterStep)]


def sweep(trace: Trace) -> SweepStep:
    return next(step for step in trace.steps if isinstance(step, SweepStep))


def request_of(trace: Trace) -> CleanText:
    assert isinstance(trace.request, CleanText)
    return trace.request


def texts(trace: Trace) -> list[str]:
    documents: list[str] = json.loads(heap(trace).documents)
    return documents


def is_kind(truth: np.ndarray, kinds: Sequence[str]) -> np.ndarray:
    """(n,) bool: whether a document was planted as one of these."""
    return np.isin(truth, [KINDS.index(kind) for kind in kinds])  # type: ignore[arg-type]


def planted(truth: np.ndarray) -> np.ndarray:
    """(n,) bool: whether a document should go. Of a visitor's own nobody knows."""
    return (truth != OWN) & ~is_kind(truth, GOOD)


def rated(name: str, truth: np.ndarray, reached: np.ndarray, took: np.ndarray) -> tuple[Counted, Counted]:
    """Precision and recall of a filter."""
    known, meant = truth != OWN, is_kind(truth, MEANT[name])
    precision = Counted(int((took & planted(truth)).sum()), int((took & known).sum()))
    return precision, Counted(int((took & meant).sum()), int((reached & meant).sum()))


def outcomes(trace: Trace) -> list[Outcome]:
    truth, request = heap(trace).truth, request_of(trace)
    known = truth != OWN
    return [
        Outcome(
            step.name,
            bool(getattr(request, step.name)),
            int((step.reached & known).sum()),
            int((step.took & known).sum()),
            *rated(step.name, truth, step.reached, step.took),
        )
        for step in steps(trace)
    ]


def left(trace: Trace) -> np.ndarray:
    """(n,) bool: the documents that no filter took."""
    last = steps(trace)[-1]
    remaining: np.ndarray = last.reached & ~last.took
    return remaining


def bins(trace: Trace) -> list[int]:
    """Of each document the position of the filter that took it, -1 of the others."""
    position = np.full(len(heap(trace).truth), -1)
    for n, step in enumerate(steps(trace)):
        position[step.took] = n
    taken_by: list[int] = position.tolist()
    return taken_by
