"""The shipped tasks, to put one of them into the fields by a click."""

from __future__ import annotations

import streamlit as st

from models.code.tasks import TASKS, of
from pages.basics.language import _
from pages.frame import controls, teacher

PICKED = "_task_picked"
FIELDS = ("function", "does", "checks")


def draw() -> None:
    """A list of all of them, which shows the one that is wanted. Nothing is chosen where a visitor writes their own."""
    names = [task.name for task in TASKS]
    task = of(str(controls.value("function")), str(controls.value("does")))
    st.session_state[PICKED] = task.name if task else None
    st.selectbox(
        _("Or one of {n} that come with the app").format(n=len(names)),
        names,
        index=None,
        placeholder=_("Choose a function"),
        key=PICKED,
        on_change=_put,
        disabled=bool(set(FIELDS) & teacher.fixed()),
    )


def _put() -> None:
    name = st.session_state.get(PICKED)
    task = next((task for task in TASKS if task.name == name), None)
    if task is not None:
        controls.put(function=task.signature, does=task.docstring, checks="\n".join(task.checks))
