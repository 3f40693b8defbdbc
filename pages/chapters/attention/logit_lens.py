"""The logit lens: what each layer would write if it were the last."""

from __future__ import annotations

import streamlit as st

from models.engine import Trace
from models.text import tokenizer
from models.text.kinds import Attend, AttendStep
from pages.basics import memo, theme
from pages.basics.language import _
from pages.chapters.attention import charts
from pages.frame import controls, teacher
from pages.frame.frame import Frame

CAPITAL = "The capital of France is"


def draw(page: Frame, trace: Trace) -> None:
    """The likeliest tokens at each depth, and how the final favourite rises. Of the text that the page opens with, no
    layer knows more than the last one; a button brings one whose answer comes into view on the way."""
    step, palette = trace.last, theme.palette()
    assert isinstance(step, AttendStep)
    assert isinstance(trace.request, Attend)
    if trace.request.prompt == controls.default("prompt"):
        st.button(
            _("Look at “{text}”").format(text=CAPITAL),
            icon=":material/science:",
            on_click=controls.put,
            kwargs={"prompt": CAPITAL},
            disabled="prompt" in teacher.fixed(),
        )
    names = [[tokenizer.visible(i) for i in row] for row in step.lens_ids.tolist()]
    page.figure(
        memo.of(trace, ("lens", palette), lambda: charts.logit_lens(names, step.lens_probs, palette)),
        key="lens",
        alt=_(
            "The four likeliest next tokens after the embedding and after each layer; layers with the same first token "
            "share a row."
        ),
    )
    page.figure(
        memo.of(trace, ("rise", palette), lambda: charts.rise(step.lens_final_prob, names[-1][0], palette)),
        key="rise",
        alt=_("Probability of the token that leads in the end, layer by layer."),
    )
