"""A text while it is being written: it grows token by token, and a button stops it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from models.engine import Trace
from models.engine.steps import Step
from models.shared_engine import engine
from models.text.kinds import Write, WriteStep
from pages.chapters.writing import text as writing_text
from pages.chapters.writing.path import BRANCHES, PLACES
from pages.frame.frame import Frame

KEPT = 1 + BRANCHES  # the texts of one tree


def write(page: Frame, request: Write) -> Trace:
    """The trace of a request, drawn as it comes. The beginning of a text that is already written costs no pass."""
    known = engine().cached(request) or _beginning(request)
    if known is not None:
        return known
    trace = page.watch(
        request,
        lambda steps: st.text(so_far(request, steps)),
        WriteStep,
        planned=request.max_new_tokens,
        becomes=_written,
    )
    if trace.request == request:
        _keep(trace)
    return trace


def so_far(request: Write, steps: Sequence[Step]) -> str:
    """What is written so far, with a cursor; with beams the best one so far, which may yet be overtaken."""
    return f"{'' if request.chat else request.prompt}{writing_text.text(writing_text.new_ids(steps))} ▌"


def _written(stopped: Trace) -> dict[str, int]:
    """The tokens written so far are the whole. Beams choose among their texts at the end, so they run again."""
    _keep(stopped)
    return {"tokens": len(stopped.steps)}


def _keep(trace: Trace) -> None:
    """Remembers the longest trace of each text of this visit, for the newest texts only."""
    texts: dict[Write, Trace] = st.session_state.setdefault("_writing_kept", {})
    assert isinstance(trace.request, Write)
    text = replace(trace.request, max_new_tokens=PLACES)
    older = texts.pop(text, None)
    texts[text] = older if older is not None and len(older.steps) > len(trace.steps) else trace
    while len(texts) > KEPT:
        del texts[next(iter(texts))]


def _beginning(request: Write) -> Trace | None:
    """The trace of a request for the first tokens of a text that is already there."""
    texts: dict[Write, Trace] = st.session_state.get("_writing_kept", {})
    longer = texts.get(replace(request, max_new_tokens=PLACES))
    if request.method == "beam" or longer is None:
        return None
    whole = getattr(longer.last, "finish", None) in ("end token", "stop text")
    if len(longer.steps) < request.max_new_tokens and not whole:
        return None
    return writing_text.shortened(longer, request.max_new_tokens)
