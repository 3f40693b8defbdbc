"""The main figure: the tries of a run, each as Python would read it, to be run in the visitor's browser."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.code import source
from models.code.kinds import TryStep, WriteCode
from models.code.measured import verdicts
from models.code.program import program
from models.code.tasks import of
from models.engine import Trace
from models.engine.errors import InvalidRequest
from models.engine.translation import N_
from pages.basics.language import _
from pages.basics.words import fill, percent, show
from pages.chapters.code.controls import CodeView
from pages.figures.components.code_tries import CodeTry, Verdict, code_tries
from pages.frame import running
from pages.frame.table import Table

MOST_CHECKS = 12


def read(field: str) -> tuple[str, ...]:
    """The checks of a field, a line each. None, and a sentence, for a text that is too long or has too many."""
    checks = tuple(line.strip() for line in field.splitlines() if line.strip())
    try:
        CodeView(checks=field)
        if len(checks) > MOST_CHECKS:
            raise InvalidRequest(N_("There are {n} checks; at most {limit} are run."), n=len(checks), limit=MOST_CHECKS)
    except InvalidRequest as error:
        st.warning(running.sentence(error), icon=":material/edit:")
        return ()
    return checks


def steps(trace: Trace) -> list[TryStep]:
    """The tries, the greedy one first."""
    return sorted((step for step in trace.steps if isinstance(step, TryStep)), key=lambda step: step.number)


def sources(trace: Trace) -> list[str]:
    assert isinstance(trace.request, WriteCode)
    return [source.source(trace.request, step) for step in steps(trace)]


def title(number: int) -> str:
    return _("Try {n}").format(n=number) if number else _("First try, greedy")


def draw(trace: Trace, checks: tuple[str, ...]) -> None:
    request, written = trace.request, sources(trace)
    assert isinstance(request, WriteCode)
    count = sum(source.parses(text) for text in written)
    said = _("**{function}**, written {n:,|time|times}. Python can read {count}.")
    st.markdown(fill(said, {"function": request.signature, "n": len(written), "count": count}))
    if not checks:
        st.info(_("There is no check: then every function that runs counts as right."), icon=":material/rule:")
    shown = [
        CodeTry(title(step.number), _note(text, step), text, _known(request, text, checks))
        for text, step in zip(written, steps(trace), strict=True)
    ]
    code_tries(shown, checks, judge=program(), key="code_tries", label=_("The tries, and what becomes of each"))


def _note(text: str, step: TryStep) -> str:
    reads = _("Python can read it") if source.parses(text) else _("Python cannot read it")
    if not step.passed_over:
        return reads
    return f"{reads} · " + fill(_("{n:,|token|tokens} passed over"), {"n": step.passed_over})


def _known(request: WriteCode, text: str, checks: tuple[str, ...]) -> Verdict | None:
    """What was measured of this very text with these very checks."""
    task = of(request.signature, request.docstring)
    one = verdicts().get(text) if task and task.checks == checks else None
    return Verdict(one.verdict, one.detail, one.passed) if one else None


def table(trace: Trace) -> Table:
    given, written = steps(trace), sources(trace)
    return {
        _("try"): [title(step.number) for step in given],
        _("function"): written,
        _("Python can read it"): [_("yes") if source.parses(text) else _("no") for text in written],
        _("tokens"): [len(step.output_ids) for step in given],
        _("probability"): [_share(step.logprob) for step in given],
        _("passed over"): [step.passed_over for step in given],
    }


def _share(logprob: float) -> str:
    return percent(float(np.exp(logprob))) if logprob > -20 else show(float(np.exp(logprob)), ".1e")
