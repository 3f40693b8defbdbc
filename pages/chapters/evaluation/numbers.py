"""The numbers that the lesson's sentences name, and the answer to its prediction."""

from __future__ import annotations

from math import prod
from typing import Any

import streamlit as st

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.classifier.kinds import SPLITS, THRESHOLD, Fault
from models.engine import Trace
from models.prepared import prepared
from pages.basics import memo
from pages.chapters.evaluation.broken import described
from pages.chapters.evaluation.verdicts import FOOLED, MISSES, NOTICES, Verdict, count, verdicts
from pages.frame import export, running

COPIES = Fault(fault="copies", strength=0.5)
OPTIONS = {NOTICES: "worse", MISSES: "same", FOOLED: "better"}


def of(trace: Trace) -> dict[str, Any]:
    return memo.of(trace, "numbers", lambda: _measured(trace))


def _measured(trace: Trace) -> dict[str, Any]:
    assert isinstance(trace.request, Fault)
    given = verdicts(trace)
    values: dict[str, Any] = {"what": described(trace.request), "splits": SPLITS, "threshold": THRESHOLD}
    values["best"] = prod(len(NAMES[attribute]) for attribute in ATTRIBUTES) ** (1 / len(ATTRIBUTES))
    for verdict in given:
        values |= {f"{verdict.metric}_real": verdict.usual, verdict.metric: verdict.middle}
    return values | {word: count(given, word) for word in (NOTICES, MISSES, FOOLED)}


def answer() -> tuple[str, dict[str, Any]]:
    """What the Fréchet distance says of a set of which half is copied."""
    # Not run again while a prepared one stands in: it would wait for the run of the page, or take its place.
    trace = prepared(COPIES) or running.aside(COPIES)
    if trace is None:
        st.stop()
    given = {verdict.metric: verdict for verdict in verdicts(trace)}
    return option(given["frechet"]), {
        "real": given["frechet"].usual,
        "copied": given["frechet"].middle,
        "precision_real": given["precision"].usual,
        "precision_copied": given["precision"].middle,
        "punished": given["memorisation"].middle,
        "source": export.source(trace),
    }


def option(verdict: Verdict) -> str:
    return OPTIONS[verdict.word]
