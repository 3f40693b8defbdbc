"""Faults and cheats side by side: which metric notices which, and which cheat wins it."""

from __future__ import annotations

import streamlit as st

from models.classifier.kinds import FAULTS, Fault
from models.engine import Trace
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.evaluation import charts, controls
from pages.chapters.evaluation.verdicts import FOOLED, FORMATS, NOTICES, TITLES, verdicts
from pages.frame import export, watching
from pages.frame.frame import Frame


def draw(page: Frame) -> None:
    traces = watching.several(FAULTS, "grid", _("Judge all seven"), ":material/grid_on:", first=True)
    if traces is None:
        return
    names, rows = [name(trace) for trace in traces], [verdicts(trace) for trace in traces]
    st.markdown(_said(names, traces))
    page.figure(
        charts.grid(names, rows, theme.palette()),
        "grid",
        alt=_("Which of six metrics notices which of seven faults and cheats."),
        table_elsewhere=True,
    )
    note = _("Each row: 200 pictures against 200 others, 20 splits, middle value.")
    st.markdown(f":small[{export.cost(traces[0])}. {note}]")
    cells = {
        _(TITLES[metric]): [
            f"{show(v.usual, FORMATS[metric])} → {show(v.middle, FORMATS[metric])}: {charts.words(v.word)}"
            for row in rows
            for v in row
            if v.metric == metric
        ]
        for metric in TITLES
    }
    page.table({_("fault, strength"): names, **cells}, caption=_("Faults and metrics"))


def name(trace: Trace) -> str:
    request = trace.request
    assert isinstance(request, Fault)
    return f"{_(controls.FAULTS[request.fault])}, {show(request.strength, 'g')}"


def _said(names: list[str], traces: list[Trace]) -> str:
    """For each metric, the row in which it is fooled the furthest, and how many rows it notices."""
    lines = []
    for place, metric in enumerate(TITLES):
        given = [verdicts(trace)[place] for trace in traces]
        fooled = [row for row, verdict in zip(names, given, strict=True) if verdict.word == FOOLED]
        text = _("**{metric}** notices {k} of {n}; ") + (_("won by: {fooled}.") if fooled else _("won by none here."))
        noticed = sum(verdict.word == NOTICES for verdict in given)
        values = {"metric": _(TITLES[metric]), "k": noticed, "n": len(given), "fooled": "; ".join(fooled)}
        lines.append(f"{place + 1}. {fill(text, values)}")
    return "\n".join(lines)
