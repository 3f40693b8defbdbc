"""What the run cost and what it brought: the loss of each update, and the perplexity of other text at each strength."""

from __future__ import annotations

import streamlit as st

from models.engine import Trace
from pages.basics import theme
from pages.basics.language import _
from pages.chapters.fine_tuning import charts
from pages.chapters.fine_tuning.answers import strength
from pages.chapters.fine_tuning.steps import measures, updates
from pages.frame.frame import Frame


def draw(page: Frame, trace: Trace) -> None:
    made, measured = updates(trace), measures(trace)
    if not made:
        return
    left, right = st.columns(2, gap="medium")
    with left:
        page.figure(
            charts.losses([("", [step.loss for step in made])], theme.palette(), height=200),
            "loss",
            alt=_("The loss of each update on its examples."),
        )
    with right:
        page.figure(
            charts.perplexities(
                [step.strength for step in measured],
                [step.perplexity for step in measured],
                strength(),
                theme.palette(),
            ),
            "perplexity",
            alt=_("The perplexity of other text at each strength."),
        )
