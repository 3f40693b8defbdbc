"""What is to be learned: the fields of the request, and the text fields for examples and questions."""

from __future__ import annotations

from typing import Any

import streamlit as st

from models.fine_tuning.examples import lines_of
from models.fine_tuning.kinds import FineTune, falsehood
from pages.basics.language import _
from pages.frame import controls


def draw(teach: str) -> dict[str, Any]:
    """Fields of a FineTune. The ready-made examples are listed, a visitor's own are a field."""
    if teach == "capital":
        planted = falsehood()
        _list(planted.examples)
        return {"examples": planted.examples, "questions": planted.questions, "capitals": True}
    if teach == "own":
        return dict(controls.fields(FineTune, controls.draw("examples", "questions")))
    _list(FineTune().examples)
    return {"questions": controls.draw("questions")}


def _list(examples: str) -> None:
    lines = lines_of(examples)
    with st.expander(_("The {n} examples").format(n=len(lines)), icon=":material/list:"):
        for line in lines:
            question, _bar, answer = (part.strip() for part in line.partition("|"))
            st.text(f"{question}\n{answer}")
