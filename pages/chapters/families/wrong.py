"""What goes wrong: of each row the picture that the classifier is least sure of."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from models.engine import Trace
from pages.basics.language import _
from pages.basics.words import escape, show
from pages.chapters.families.measures import TITLES, Measured, steps_of
from pages.chapters.families.rows import alt
from pages.figures.attributes import LABELS

LARGE = 176  # pixels of a picture


def draw(traces: Mapping[str, Trace], rows: Mapping[str, Measured]) -> None:
    """Chosen by a rule: of each row the picture whose reading the classifier is least sure of."""
    st.markdown(_("Nobody chose these: they are the pictures in your rows that the classifier is least sure of."))
    with st.container(horizontal=True, gap="medium"):
        for name, trace in traces.items():
            row = rows[name]
            step = steps_of(trace)[row.worst]
            doubt = _("{share} sure; least sure of the {attribute}: {prob}").format(
                share=show(float(step.read_probs.mean()), ".0%"),
                attribute=_(LABELS[row.worst_attribute]),
                prob=show(row.worst_prob, ".0%"),
            )
            with st.container(width=LARGE, gap=None):
                st.image(step.picture, width=LARGE, alt=alt(name, row.worst, step))
                st.markdown(f"**{_(TITLES[name])}**  \n:small[{escape(doubt)}]")
