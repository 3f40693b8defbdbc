"""How far each step of a run moves the picture that is predicted."""

from __future__ import annotations

import streamlit as st

from models.engine import Trace
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.diffusion import charts
from pages.chapters.diffusion.film import difference, frames, preview
from pages.frame.frame import Frame


def moves(trace: Trace) -> list[float]:
    """How far each step moves the predicted picture, as a share of full scale; the first step has nothing before it."""
    previews = [preview(step) for step in frames(trace.steps)]
    return [difference(a, b) for a, b in zip(previews, previews[1:], strict=False)]


def draw(page: Frame, trace: Trace) -> None:
    moved = moves(trace)
    if not moved:
        st.info(_("A single step has nothing to be compared with. Choose two steps or more."))
        return
    page.figure(
        charts.changes(moved, theme.palette()),
        "changes",
        alt=_("How far each step moves the predicted picture, in percent of full scale."),
        table_elsewhere=True,
    )
    sentence = _(
        "The largest change came with step {step} ({largest:.1%} of full scale); the last step changed {last:.2%}."
    )
    largest = max(range(len(moved)), key=moved.__getitem__)
    st.markdown(fill(sentence, {"step": largest + 2, "largest": moved[largest], "last": moved[-1]}))
    page.table({_("step"): list(range(2, len(moved) + 2)), _("change of x̂₀ (%)"): [round(100 * m, 3) for m in moved]})
