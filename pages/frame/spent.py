"""What the visit's last run of each chapter took, for who asks what it cost. Numbers alone: no text, no picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from models.cost.runs import multiply_adds
from models.engine import Trace
from pages.basics import memo
from pages.frame.watching import Stopped

KEPT = "_spent"
COST = "cost"  # the chapter that tells it


@dataclass(frozen=True)
class Run:
    kind: str
    milliseconds: float
    passes: int
    multiply_adds: int | None  # None: no formula for this kind
    provenance: str


def note(slug: str, trace: Trace) -> None:
    """Keeps it in place of the chapter's last one. Not a stopped run, of which nobody knows how long it worked, and not
    what no model computed."""
    if isinstance(trace, Stopped) or not trace.model.arithmetic:
        return
    kept = st.session_state.setdefault(KEPT, {})
    kept.pop(slug, None)  # so that the visit's last run is the last in it
    kept[slug] = of(trace)


def of(trace: Trace) -> Run:
    count = memo.of(trace, "multiply-adds", lambda: multiply_adds(trace))
    return Run(trace.request.kind, trace.milliseconds, trace.forward_passes, count, trace.provenance)


def runs() -> Mapping[str, Run]:
    """Chapter → its last run in this visit."""
    kept: Mapping[str, Run] = st.session_state.get(KEPT, {})
    return kept


def last() -> tuple[str, Run] | None:
    """Chapter and run, the visit's last one outside of Cost, which measures its own."""
    others = [(slug, run) for slug, run in runs().items() if slug != COST]
    return others[-1] if others else None
