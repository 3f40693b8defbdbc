"""A chat trains nothing: a fingerprint of all weights, before and after the model has answered."""

from __future__ import annotations

import streamlit as st

from models.engine import Trace
from models.fine_tuning.kinds import Chat, ChatStep, FineTune
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.fine_tuning.steps import questions, texts
from pages.frame import export, running
from pages.frame.frame import Frame


def draw(page: Frame, trace: Trace) -> None:
    asked = "\n".join(questions(trace)) or FineTune().questions
    request = page.for_figure("chat", Chat, questions=asked)
    chatted = running.aside(request)
    if chatted is None:
        return
    step = chatted.last
    assert isinstance(step, ChatStep)
    if step.before == step.after:
        text = _(
            "The model answered {n:,|question|questions}. Every one of its numbers is what it was: the fingerprint is "
            "the same."
        )
    else:
        text = _("The model answered {n:,|question|questions}, and its numbers are not what they were.")
    st.markdown(fill(text, {"n": len(step.answers)}))
    st.text(f"{_('before')}  {step.before}\n{_('after')}  {step.after}")
    note = _(
        "SHA-256 over all weights: had a single bit changed, the fingerprint would be another. What a chat remembers "
        "is the text of the chat itself, which is read again before each answer."
    )
    st.markdown(f":small[{note} {export.cost(chatted)}]")
    for question, answer in zip(asked.splitlines(), texts(step.answers), strict=True):
        st.text(f"{question}\n{answer}")
