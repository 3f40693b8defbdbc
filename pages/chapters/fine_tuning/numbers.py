"""The numbers of a run that the lesson's sentences name, and the answer to its prediction."""

from __future__ import annotations

from typing import Any

import streamlit as st

from models.engine import Trace
from models.fine_tuning.examples import lines_of
from models.fine_tuning.kinds import STRENGTHS, MeasureStep, falsehood
from models.fine_tuning.tasks import CAPITALS
from models.prepared import prepared
from pages.basics import memo
from pages.basics.words import percent, show
from pages.chapters.fine_tuning.answers import counted
from pages.chapters.fine_tuning.capitals import mean_of_others
from pages.chapters.fine_tuning.steps import adapter, at_strength, request_of, updates
from pages.frame import export, running

NEAR = 0.01  # of a probability: what moves by less stays


def of(trace: Trace) -> dict[str, Any]:
    """None of a run without its end."""
    return memo.of(trace, "numbers", lambda: _measured(trace))


def _measured(trace: Trace) -> dict[str, Any]:
    learned, made, request = adapter(trace), updates(trace), request_of(trace)
    measured = [at_strength(trace, strength) for strength in STRENGTHS]
    if learned is None or None in measured:
        return {}
    before, _half, whole, _more, most = (step for step in measured if step)
    return {
        "updates": len(made),
        "examples": len(lines_of(request.examples)),
        "layers": request.learning,
        "rank": request.rank,
        "learned": learned.learned,
        "total": learned.total,
        "share": learned.learned / learned.total,
        "first": made[0].loss,
        "last": made[-1].loss,
        "before": before.perplexity,
        "after": whole.perplexity,
        "most": most.perplexity,
        "error": learned.merged_error,
        "milliseconds": sum(step.milliseconds for step in made) / len(made),
        **_counts(trace, whole, most),
    }


def _counts(trace: Trace, whole: MeasureStep, most: MeasureStep) -> dict[str, Any]:
    (k, n), (k_most, n_most) = counted(trace, whole), counted(trace, most)
    return {"brought": k, "words": n, "brought_most": k_most, "words_most": n_most}


def question() -> dict[str, Any]:
    """The numbers in the prediction's question."""
    return {"countries": len(CAPITALS) - 1, "planned": falsehood().steps}


def spill_over() -> tuple[str, dict[str, Any]]:
    """The answer to the prediction: how likely the model then takes the right capitals of the other countries."""
    # Not run again while a prepared one stands in: it would wait for the run of the page, or take its place.
    trace = prepared(falsehood()) or running.aside(falsehood())
    if trace is None:
        st.stop()
    before, after = at_strength(trace, 0), at_strength(trace, 1)
    assert before is not None and before.capitals is not None
    assert after is not None and after.capitals is not None
    was, now = mean_of_others(before.capitals), mean_of_others(after.capitals)
    lyon = after.capitals[0, 1]
    return moved(was, now), {
        "was": percent(was),
        "now": percent(now),
        "lyon": percent(float(lyon)),
        "perplexity_was": show(before.perplexity, ".1f"),
        "perplexity_now": show(after.perplexity, ".1f"),
        "source": export.source(trace),
    }


def moved(was: float, now: float) -> str:
    """The option of the prediction that holds."""
    if abs(now - was) <= NEAR:
        return "stays"
    return "falls" if now < was else "rises"
