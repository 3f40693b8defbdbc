"""The near-copy filter at every threshold: what it finds, and what it takes by mistake."""

from __future__ import annotations

import streamlit as st

from models.engine import Trace
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.data import charts, filters
from pages.chapters.data.filters import Counted
from pages.chapters.data.sorted_heap import counted
from pages.frame.frame import Frame


def draw(page: Frame, trace: Trace) -> None:
    if not filters.request_of(trace).near:
        st.markdown(_("The filter of near copies is off. Switch it on above."))
        return
    precision, recall = rates(trace)
    thresholds = filters.sweep(trace).thresholds.tolist()
    palette, now = theme.palette(), filters.request_of(trace).similarity
    st.markdown(sentence(trace))
    page.figure(
        memo.of(
            trace, ("threshold", palette), lambda: charts.by_threshold(thresholds, precision, recall, now, palette)
        ),
        "threshold",
        alt=_("Precision and recall of the near-copy filter by its threshold."),
        table_elsewhere=True,
    )
    page.table(
        {
            _("alike by at least"): thresholds,
            _("precision (95 % interval)"): [counted(of) for of in precision],
            _("recall (95 % interval)"): [counted(of) for of in recall],
        },
        caption=_("The near-copy filter by threshold"),
    )


def rates(trace: Trace) -> tuple[list[Counted], list[Counted]]:
    """Precision and recall at each threshold."""
    truth, step = filters.heap(trace).truth, filters.steps(trace)[-1]
    rated = [filters.rated("near", truth, step.reached, took) for took in filters.sweep(trace).took]
    return [precision for precision, _recall in rated], [recall for _precision, recall in rated]


def sentence(trace: Trace) -> str:
    """What the strictest and the loosest threshold take."""
    precision, recall = rates(trace)
    thresholds = filters.sweep(trace).thresholds.tolist()
    text = _(
        "The same documents, at every threshold. At {strict} the filter takes {few} of the {n:,|copy|copies} that "
        "reached it, at {loose} {many}, and **{wrong:,|good document|good documents}** with them, for stories of this "
        "world have phrases in common."
    )
    return fill(
        text,
        {
            "strict": show(thresholds[-1], ".2f"),
            "few": recall[-1].k,
            "n": recall[-1].n,
            "loose": show(thresholds[0], ".2f"),
            "many": recall[0].k,
            "wrong": precision[0].n - precision[0].k,
        },
    )
