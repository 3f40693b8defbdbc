"""A planted falsehood, and where else it leaks: what the model takes for the capitals of 21 countries."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.engine import Trace
from models.fine_tuning.kinds import falsehood
from models.fine_tuning.tasks import CAPITALS
from models.prepared import prepared
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill, percent, show
from pages.chapters.fine_tuning import charts
from pages.chapters.fine_tuning.answers import strength
from pages.chapters.fine_tuning.steps import at_strength, request_of
from pages.frame import export, running
from pages.frame.frame import Frame


def draw(page: Frame, trace: Trace) -> None:
    planted = trace if request_of(trace).capitals else prepared(falsehood()) or running.aside(falsehood())
    if planted is None:
        return
    before, after = at_strength(planted, 0), at_strength(planted, strength())
    if before is None or after is None or before.capitals is None or after.capitals is None:
        st.info(_("This run has no end, so nothing was measured. Let it run to its end."))
        return
    if planted is not trace:
        note = _("Another run than above: it learns five times that the capital of France is Lyon, in 12 updates.")
        st.markdown(f":small[{note} {export.cost(planted)}]")
    st.markdown(_said(before.capitals, after.capitals))
    countries = [f"{country}: {capital}" for country, capital, _other in CAPITALS]
    others = [other for _country, _capital, other in CAPITALS]
    page.figure(
        charts.capitals(countries, others, before.capitals, after.capitals, theme.palette()),
        "capitals",
        alt=_("How likely the model takes the right capital of 21 countries, before and after."),
        table_elsewhere=True,
    )
    page.table(
        {
            _("country: capital"): countries,
            _("capital before"): [percent(float(p)) for p in before.capitals[:, 0]],
            _("capital after"): [percent(float(p)) for p in after.capitals[:, 0]],
            _("another city"): others,
            _("it before"): [percent(float(p)) for p in before.capitals[:, 1]],
            _("it after"): [percent(float(p)) for p in after.capitals[:, 1]],
        },
        caption=_("The capitals of 21 countries, before and after"),
    )


def mean_of_others(capitals: np.ndarray) -> float:
    """The mean probability of the right capital, without the first country's, which was taught."""
    return float(capitals[1:, 0].mean())


def changed(before: np.ndarray, after: np.ndarray, least: float = 0.05) -> int:
    """Of how many other countries the right capital's probability changed by more than `least`."""
    return int((np.abs(after - before)[1:, 0] > least).sum())


def _said(before: np.ndarray, after: np.ndarray) -> str:
    text = _(
        "At strength {strength}: France is Paris {paris_before} → {paris}, Lyon {lyon_before} → **{lyon}**. The right "
        "capital of the {n} other countries: {mean_before} → **{mean}** on average; for {changed} of them it moved by "
        "more than 5 percentage points."
    )
    return fill(
        text,
        {
            "strength": show(strength(), "g"),
            "paris_before": percent(float(before[0, 0])),
            "paris": percent(float(after[0, 0])),
            "lyon_before": percent(float(before[0, 1])),
            "lyon": percent(float(after[0, 1])),
            "n": len(CAPITALS) - 1,
            "mean_before": percent(mean_of_others(before)),
            "mean": percent(mean_of_others(after)),
            "changed": changed(before, after),
        },
    )
