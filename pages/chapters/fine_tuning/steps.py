"""The steps of a run by their kind, and the texts in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from models.engine import Step, Trace
from models.fine_tuning.examples import lines_of
from models.fine_tuning.kinds import AdapterStep, FineTune, MeasureStep, TuneStep
from models.text import tokenizer

S = TypeVar("S", bound=Step)


def of_kind(steps: Sequence[Step], kind: type[S]) -> list[S]:
    return [step for step in steps if isinstance(step, kind)]


def updates(trace: Trace) -> list[TuneStep]:
    return of_kind(trace.steps, TuneStep)


def measures(trace: Trace) -> list[MeasureStep]:
    """From strength 0 on; of a stopped run only that."""
    return of_kind(trace.steps, MeasureStep)


def at_strength(trace: Trace, strength: float) -> MeasureStep | None:
    """None of a run that was stopped before it was measured."""
    return next((step for step in measures(trace) if step.strength == strength), None)


def adapter(trace: Trace) -> AdapterStep | None:
    """None of a stopped run."""
    return next(iter(of_kind(trace.steps, AdapterStep)), None)


def request_of(trace: Trace) -> FineTune:
    assert isinstance(trace.request, FineTune)
    return trace.request


def questions(trace: Trace) -> list[str]:
    return lines_of(request_of(trace).questions)


def texts(answers: np.ndarray) -> list[str]:
    """(questions, tokens) ids, -1 after the end → each answer as text, without the token that ends it."""
    return [tokenizer.decode([i for i in row if i >= 0 and i not in tokenizer.end_ids]) for row in answers.tolist()]
