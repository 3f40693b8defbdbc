"""The steps of a run by their kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from models.engine import Step, Trace
from models.tiny_transformer.kinds import DivergedStep, ProgressStep, TextStep, Train

S = TypeVar("S", bound=Step)


def of_kind(steps: Sequence[Step], kind: type[S]) -> list[S]:
    return [step for step in steps if isinstance(step, kind)]


def progress(trace: Trace) -> list[ProgressStep]:
    return of_kind(trace.steps, ProgressStep)


def text(trace: Trace) -> TextStep | None:
    """None of a run that was stopped before it was known."""
    return next(iter(of_kind(trace.steps, TextStep)), None)


def diverged_at(trace: Trace) -> int | None:
    """The update after which a loss was no number any more; None of a run that did not diverge."""
    return next((step.number for step in of_kind(trace.steps, DivergedStep)), None)


def request_of(trace: Trace) -> Train:
    assert isinstance(trace.request, Train)
    return trace.request
