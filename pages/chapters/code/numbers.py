"""The numbers that the lesson names, and the answer to the prediction."""

from __future__ import annotations

from typing import Any

from models.code import source
from models.code.kinds import WriteCode
from models.code.measured import SAMPLES, measured
from models.engine import Trace
from pages.basics import memo
from pages.basics.intervals import wilson
from pages.chapters.code import often
from pages.chapters.code.tries import sources, steps

NEARLY_ALL, FEW = 0.8, 0.3


def of(trace: Trace) -> dict[str, Any]:
    return memo.of(trace, "numbers", lambda: _measured(trace))


def _measured(trace: Trace) -> dict[str, Any]:
    written, request = sources(trace), trace.request
    assert isinstance(request, WriteCode)
    once, more = often.passes(1), often.passes(SAMPLES)
    return {
        "function": request.signature,
        "n": len(written),
        "reads": sum(map(source.parses, written)),
        "different": len(set(written)),
        "tokens": sum(len(step.output_ids) for step in steps(trace)),
        "passes": trace.forward_passes,
        "passed_over": sum(step.passed_over for step in steps(trace)),
        "tasks": len(measured()),
        "drawn": SAMPLES,
        "once": once.value,
        "more": more.value,
        "readable": often.readable("free").share,
        "hot_readable": often.readable("hot").share,
        "kept_readable": often.readable("hot_grammar").share,
        "kept_right": often.right("hot_grammar").share,
    }


def question() -> dict[str, Any]:
    return {"tasks": len(measured())}


def answer() -> tuple[str, dict[str, Any]]:
    """How many of the greedy tries are right, as measured ahead."""
    greedy = [row.greedy() for row in measured()]
    right, n = sum(one.right for one in greedy), len(greedy)
    low, high = wilson(right, n)
    values = {"right": right, "n": n, "low": low, "high": high, "reads": sum(one.parses for one in greedy)}
    return option(right, n), values


def option(right: int, n: int) -> str:
    share = right / n
    return "most" if share >= NEARLY_ALL else "few" if share <= FEW else "half"
