"""The main figure: the heap, sorted by what each filter takes out of it, and how right each of them was."""

from __future__ import annotations

import streamlit as st

from models.data_cleaning.heap import KINDS
from models.data_cleaning.kinds import OWN
from models.engine import Trace
from models.engine.translation import N_
from pages.basics import memo, theme
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.data import charts, filters
from pages.chapters.data.filters import TITLES, Counted
from pages.figures.components.funnel import DotKind, funnel
from pages.frame.frame import Frame
from pages.frame.table import Table

NAMES = {
    "story": N_("good: a story"),
    "unusual": N_("good, but odd"),
    "fragment": N_("planted: a fragment"),
    "foreign": N_("planted: another language"),
    "junk": N_("planted: junk"),
    "copy": N_("planted: an exact copy"),
    "near": N_("planted: a near copy"),
}
LOOKS = {
    "story": "blue",
    "unusual": "blue hollow",
    "fragment": "grey square",
    "foreign": "green square",
    "junk": "red square",
    "copy": "violet square",
    "near": "orange square",
}


def draw(page: Frame, trace: Trace) -> None:
    truth = filters.heap(trace).truth.tolist()
    kinds = [DotKind(_(NAMES[kind]), LOOKS[kind]) for kind in KINDS]
    if OWN in truth:
        kinds.append(DotKind(_("yours"), "ink"))
    funnel(
        kinds,
        [_(TITLES[step.name]) for step in filters.steps(trace)],
        [kind if kind != OWN else len(KINDS) for kind in truth],
        filters.bins(trace),
        key="funnel",
        label=_("A heap of documents, a dot each, and what each filter takes out of it"),
        autoplay=page.shows(trace.request),
    )
    _own(trace)
    palette = theme.palette()
    page.figure(
        memo.of(trace, ("right", palette), lambda: charts.right(filters.outcomes(trace), palette)),
        "right",
        alt=_("Precision and recall of each filter."),
        table_elsewhere=True,
    )
    note = _(
        "Precision: of what the filter took, how much was planted. Recall: of what it is there for and reached it, how "
        "much it took. Bars: 95 % intervals."
    )
    st.markdown(f":small[{note}]")


def _own(trace: Trace) -> None:
    """What became of the visitor's own documents, a line each."""
    truth, bins, names = filters.heap(trace).truth, filters.bins(trace), [step.name for step in filters.steps(trace)]
    for text, kind, taken in zip(filters.texts(trace), truth.tolist(), bins, strict=True):
        if kind == OWN:
            fate = _("taken as: {filter}").format(filter=_(TITLES[names[taken]])) if taken >= 0 else _("stays")
            st.markdown(fill(_("“{text}”: **{fate}**"), {"text": text, "fate": fate}))


def counted(of: Counted) -> str:
    """The share with its interval, k of n; a dash where nothing was to be counted."""
    if not of.n:
        return "–"
    low, high = wilson(of.k, of.n)
    text = _("{share} % ({low}–{high} %), {k} of {n}")
    numbers = {"share": of.k / of.n, "low": low, "high": high}
    return text.format(k=of.k, n=of.n, **{name: round(100 * value) for name, value in numbers.items()})


def table(trace: Trace) -> Table:
    outcomes = filters.outcomes(trace)
    return {
        _("filter"): [_(TITLES[outcome.name]) for outcome in outcomes],
        _("used"): [_("yes") if outcome.used else _("no") for outcome in outcomes],
        _("documents that reached it"): [outcome.reached for outcome in outcomes],
        _("taken"): [outcome.took for outcome in outcomes],
        _("precision (95 % interval)"): [counted(outcome.precision) for outcome in outcomes],
        _("recall (95 % interval)"): [counted(outcome.recall) for outcome in outcomes],
    }


def name_of(kind: int) -> str:
    """What a document was planted as."""
    return _("yours") if kind == OWN else _(NAMES[KINDS[kind]])


def shortened(text: str, most: int = 220) -> str:
    """A document as one plain line."""
    line = " ⏎ ".join(text.splitlines())
    return line if len(line) <= most else line[: most - 1] + "…"
