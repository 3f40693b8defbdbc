"""The shipped questions, to ask one of them by a click."""

from __future__ import annotations

import streamlit as st

from models.answers.measured import Measured
from models.answers.questions import known as known
from models.answers.questions import of, questions
from pages.basics.language import _
from pages.frame import controls, teacher

PICKED = "_question_picked"


def draw() -> None:
    """A list of all of them, which shows the one that is asked. Nothing is chosen where a visitor asks their own."""
    texts = [question.question for question in questions()]
    asked = of(str(controls.value("ask")))
    st.session_state[PICKED] = asked.question if asked else None
    st.selectbox(
        _("Or one of {n} that come with the app").format(n=len(texts)),
        texts,
        index=None,
        placeholder=_("Choose a question"),
        key=PICKED,
        on_change=_put,
        disabled="ask" in teacher.fixed(),
    )


def _put() -> None:
    text = st.session_state.get(PICKED)
    if text is not None:
        controls.put(ask=text)


def ask(row: Measured, key: str) -> None:
    """A button that asks a measured question again, with the random numbers that it was measured with."""
    st.button(
        _("Ask it again"),
        key=f"_ask_{key}",
        icon=":material/replay:",
        type="tertiary",
        on_click=_again,
        args=(row,),
        disabled=bool({"ask", "seed"} & teacher.fixed()),
    )


def _again(row: Measured) -> None:
    controls.put(ask=row.question.question, seed=row.number)
