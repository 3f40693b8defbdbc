"""The numbers of the lesson, and the answer to its prediction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from models.collapse.kinds import CurveGenerations
from models.data_cleaning.heap import GOOD
from models.data_cleaning.kinds import OWN, CleanText
from models.engine import Trace
from models.prepared import prepared
from models.stories import corpus
from models.tiny_transformer.kinds import ProgressStep, TextStep, TrainOnHeap, raw_and_cleaned
from pages.chapters.data import filters


def of(trace: Trace) -> dict[str, Any]:
    step, left, request = filters.heap(trace), filters.left(trace), filters.request_of(trace)
    known, planted = step.truth != OWN, filters.planted(step.truth)
    good, copies = filters.is_kind(step.truth, GOOD), filters.is_kind(step.truth, ("copy", "near"))
    outcomes = {outcome.name: outcome for outcome in filters.outcomes(trace)}
    used = [outcome for outcome in outcomes.values() if outcome.used]
    return {
        "documents": int(known.sum()),
        "left": int((left & known).sum()),
        "filters": len(used),
        "good": int(good.sum()),
        "good_left": int((good & left).sum()),
        "good_lost": int((good & ~left).sum()),
        "planted": int(planted.sum()),
        "slipped": int((planted & left).sum()),
        "copies": int(copies.sum()),
        "tokens": int(step.tokens[known].sum()),
        "tokens_left": int(step.tokens[known & left].sum()),
        "junk_took": outcomes["junk"].precision.n,
        "junk_wrong": outcomes["junk"].precision.n - outcomes["junk"].precision.k,
        "near_found": outcomes["near"].recall.k,
        "near_meant": outcomes["near"].recall.n,
        "similarity": request.similarity,
        "least": request.least_words,
        "points": CurveGenerations().points,
    }


def bits(traces: Sequence[Trace]) -> list[float]:
    """Bits per character of new stories at the end of each training."""
    return [progress(trace)[-1].held_out for trace in traces]


def progress(trace: Trace) -> list[ProgressStep]:
    return [step for step in trace.steps if isinstance(step, ProgressStep)]


def learned_from(trace: Trace) -> TextStep:
    return next(step for step in trace.steps if isinstance(step, TextStep))


def shipped() -> tuple[list[Trace], list[Trace]]:
    """The trainings on the raw heap and on the cleaned one, as they are shipped."""
    raw, cleaned = (_traces(requests) for requests in raw_and_cleaned(CleanText()))
    return raw, cleaned


def _traces(requests: Sequence[TrainOnHeap]) -> list[Trace]:
    traces = [prepared(request) for request in requests]
    return [trace for trace in traces if trace is not None]


def better(raw: Sequence[float], cleaned: Sequence[float]) -> str:
    """Which needs fewer bits per character in every pair of trainings; "same" if neither does."""
    if max(cleaned) < min(raw):
        return "cleaned"
    return "raw" if max(raw) < min(cleaned) else "same"


def question() -> dict[str, Any]:
    """The numbers in the prediction's question."""
    raw, cleaned = shipped()
    return {
        "raw_characters": learned_from(raw[0]).characters,
        "cleaned_characters": learned_from(cleaned[0]).characters,
        "updates": progress(raw[0])[-1].number,
        "starts": len(raw),
    }


def answer() -> tuple[str, dict[str, Any]]:
    raw, cleaned = (bits(traces) for traces in shipped())
    values = {
        "raw_bits": float(np.mean(raw)),
        "raw_low": min(raw),
        "raw_high": max(raw),
        "cleaned_bits": float(np.mean(cleaned)),
        "cleaned_low": min(cleaned),
        "cleaned_high": max(cleaned),
        "floor": corpus.floor("en"),
    }
    return better(raw, cleaned), values
