"""Runs the filters. To import their libraries takes seconds, so they have a process of their own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from models.data_cleaning import filters
from models.data_cleaning.heap import KINDS, heap
from models.data_cleaning.kinds import (
    FILTERS,
    OWN,
    THRESHOLDS,
    CleanText,
    FilterName,
    FilterStep,
    HeapStep,
    SweepStep,
    lines,
)
from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.translation import N_
from models.text import tokenizer


def load(progress: Callable[..., None]) -> None:
    for _ in clean(CleanText()):
        pass  # the libraries read what they need when they are first asked


def describe(model: None, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name=N_("rules, py3langid and MinHash"), sha256="", arithmetic="")


def texts(request: CleanText) -> list[str]:
    return [*(document.text for document in heap(request.documents, request.seed)), *lines(request.own)]


def kept(request: CleanText) -> list[str]:
    """The documents that are left after all filters, in their order."""
    documents = texts(request)
    stays = np.ones(len(documents), bool)
    for step in _filtered(request, documents):
        stays &= ~step.took
    return [text for text, stay in zip(documents, stays.tolist(), strict=True) if stay]


def clean(request: CleanText) -> Iterator[Step]:
    documents = texts(request)
    planted = heap(request.documents, request.seed)
    own = [OWN] * (len(documents) - len(planted))
    yield HeapStep(
        passes=0,
        documents=json.dumps(documents, ensure_ascii=False),
        truth=np.array([KINDS.index(document.kind) for document in planted] + own),
        original=np.array([document.original for document in planted] + own),
        characters=np.array([len(text) for text in documents]),
        tokens=np.array([tokenizer.count(text) for text in documents]),
    )
    for step in _filtered(request, documents):
        yield step
        if step.name == "near":
            yield _sweep(documents, step.reached)


def _filtered(request: CleanText, documents: Sequence[str]) -> Iterator[FilterStep]:
    reached = np.ones(len(documents), bool)
    for name in FILTERS:
        positions = np.flatnonzero(reached).tolist()
        why, alike = [""] * len(documents), np.zeros(len(documents))
        if request.uses(name):
            reasons = _reasons(name, request, [documents[at] for at in positions])
            for at, (reason, similarity) in zip(positions, reasons, strict=True):
                why[at], alike[at] = _in_heap(name, reason, positions), similarity
        took = np.array([bool(reason) for reason in why])
        yield FilterStep(
            passes=0, name=name, reached=reached, took=took, why=json.dumps(why, ensure_ascii=False), alike=alike
        )
        reached = reached & ~took


def _in_heap(name: FilterName, reason: str, positions: Sequence[int]) -> str:
    """The filters of copies name a document by its position among those that reached them."""
    return str(positions[int(reason)]) if reason and name in ("copies", "near") else reason


def _reasons(name: FilterName, request: CleanText, documents: Sequence[str]) -> list[tuple[str, float]]:
    """For each document why it is taken, "" if it is not, and of near copies how alike the two are."""
    match name:
        case "length":
            return [(filters.length(text, request.least_words), 0.0) for text in documents]
        case "language":
            spoken = [filters.language(text) for text in documents]
            return [("" if language == "en" else language, 0.0) for language in spoken]
        case "junk":
            return [(filters.junk(text), 0.0) for text in documents]
        case "copies":
            return [(str(first) if first >= 0 else "", 0.0) for first in filters.copies(documents)]
        case "near":
            alike = filters.similarities(documents)
            nearest = filters.near_copies(alike, request.similarity)
            return [(str(j), float(alike[i, j])) if j >= 0 else ("", 0.0) for i, j in enumerate(nearest)]


def _sweep(documents: Sequence[str], reached: np.ndarray) -> SweepStep:
    positions = np.flatnonzero(reached)
    alike = filters.similarities([documents[at] for at in positions.tolist()])
    took = np.zeros((len(THRESHOLDS), len(documents)), bool)
    for row, least in zip(took, THRESHOLDS, strict=True):
        row[positions] = np.array(filters.near_copies(alike, least)) >= 0
    return SweepStep(passes=0, thresholds=np.array(THRESHOLDS), took=took)


RUNS = {CleanText: lambda model, request: clean(request)}
