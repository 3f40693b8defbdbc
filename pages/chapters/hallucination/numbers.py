"""The numbers that the lesson names, and the answer to the prediction."""

from __future__ import annotations

from math import log2
from typing import Any

from models.engine import Trace
from pages.basics import memo
from pages.basics.intervals import wilson
from pages.chapters.hallucination import asked
from pages.chapters.hallucination.asked import Count
from pages.chapters.hallucination.clusters import answers

SURE = 7  # of ten: what the prediction calls sure


def of(trace: Trace) -> dict[str, Any]:
    return memo.of(trace, "numbers", lambda: _measured(trace))


def _measured(trace: Trace) -> dict[str, Any]:
    given = answers(trace)
    return {
        "question": given.asked.question,
        "answer": given.greedy,
        "probability": given.probability,
        "agree": given.agreeing,
        "drawn": len(given.drawn),
        "clusters": len({c.text for c in given.clusters if c.count}),
        "entropy": given.entropy,
        "most": log2(len(given.drawn)),
        "tokens": len(trace.last.input_ids),
        "passes": trace.forward_passes,
        "known": len(asked.known()),
        "unanswerable": len(asked.unanswerable()),
    }


def question() -> dict[str, Any]:
    return {"known": len(asked.known()), "least": SURE}


def answer() -> tuple[str, dict[str, Any]]:
    """How often it was right about the known questions where it was sure, as measured ahead."""
    counted, every = asked.count(asked.sure(SURE)), asked.count(asked.known())
    low, high = wilson(counted.right, counted.n)
    values = {"sure": counted.n, "right": counted.right, "share": counted.share, "low": low, "high": high}
    return option(counted), {**values, "overall": every.share, "wrong": counted.n - counted.right}


def option(counted: Count) -> str:
    """`counted`: of one answer at least."""
    if counted.right == counted.n:
        return "all"
    return "most" if 2 * counted.right > counted.n else "half"
