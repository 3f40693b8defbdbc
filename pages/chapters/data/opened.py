"""A filter opened: what it took, and why; or what slipped through all of them."""

from __future__ import annotations

import json

import numpy as np
import streamlit as st

from models.data_cleaning.kinds import FilterStep
from models.engine import Trace
from models.engine.translation import N_
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.data import filters
from pages.chapters.data.sorted_heap import name_of, shortened
from pages.frame.frame import Frame

SHOWN = 8
RULES = {
    "policy": N_("it speaks of cookies or terms of use"),
    "braces": N_("it has a curly bracket, as code has"),
    "word_length": N_("its words are too long or too short"),
    "stop_words": N_("fewer than two of “the, be, to, of, and, that, have, with”"),
    "letters": N_("too many of its words have no letter"),
    "signs": N_("too many # or …"),
    "bullets": N_("nearly every line begins with a bullet"),
    "endings": N_("hardly any line ends as a sentence does"),
    "repeats": N_("it repeats the same two words"),
}


def draw(page: Frame, trace: Trace, name: str) -> None:
    truth, documents = filters.heap(trace).truth, filters.texts(trace)
    step = next((step for step in filters.steps(trace) if step.name == name), None)
    chosen = step.took if step else filters.left(trace) & filters.planted(truth)
    positions = spread(np.flatnonzero(chosen).tolist(), truth)
    if not positions:
        st.markdown(_("Nothing: the filter is off, or there is nothing to take.") if step else _("Nothing."))
        return
    st.markdown(_("{shown} of {n}, of each kind in turn:").format(shown=len(positions), n=int(chosen.sum())))
    why: list[str] = json.loads(step.why) if step else [""] * len(documents)
    for at in positions:
        wrongly = step is not None and not filters.planted(truth)[at]
        with st.container(border=True, gap="xxsmall"):
            st.text(shortened(documents[at]))
            mark = ":material/close:" if wrongly else ":material/check:" if step else ":material/visibility_off:"
            st.markdown(f":small[{mark} {' · '.join(filter(None, (name_of(int(truth[at])), reason(step, at, why))))}]")
    page.table(
        {
            _("document"): [at + 1 for at in positions],
            _("planted as"): [name_of(int(truth[at])) for at in positions],
            _("reason"): [reason(step, at, why) for at in positions],
            _("text"): [shortened(documents[at]) for at in positions],
        },
        caption=_("Documents of this filter"),
    )


def spread(positions: list[int], truth: np.ndarray) -> list[int]:
    """Some of them, of each kind in turn, so that the rare kinds show too."""
    by_kind: dict[int, list[int]] = {}
    for at in positions:
        by_kind.setdefault(int(truth[at]), []).append(at)
    rounds = [queue[n] for n in range(SHOWN) for queue in by_kind.values() if n < len(queue)]
    return rounds[:SHOWN]


def reason(step: FilterStep | None, at: int, why: list[str]) -> str:
    """Why the filter took a document."""
    if step is None:
        return ""
    text = {
        "length": _("{why:|word|words}"),
        "language": _("language: {why}"),
        "junk": "{why}",
        "copies": _("the same as document {why}"),
        "near": _("like document {why}, {alike}"),
    }[step.name]
    if step.name == "junk":
        return _(RULES[why[at]])
    if step.name == "language":
        return text.format(why=why[at])
    number = int(why[at]) + (0 if step.name == "length" else 1)
    return fill(text, {"why": number, "alike": show(float(step.alike[at]), ".0%")})
