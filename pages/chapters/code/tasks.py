"""All tasks and all their tries: what became of each."""

from __future__ import annotations

import streamlit as st

from models.code.measured import measured
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.code import charts
from pages.figures.components.code_tries import VERDICTS
from pages.frame.frame import Frame


def draw(page: Frame) -> None:
    rows = measured()
    never = [row.task.name for row in rows if not any(one.right for one in row.tries["free"])]
    always = [row.task.name for row in rows if all(one.right for one in row.tries["free"])]
    said = _("Of {n} tasks {always} are right in every try, and {never} in none.")
    st.markdown(fill(said, {"n": len(rows), "always": len(always), "never": len(never)}))
    page.figure(
        charts.all_tasks([(row.task.name, row.tries["free"]) for row in rows], theme.palette()),
        "tasks",
        alt=_("For each task and each try: right, wrong, an error, or no Python."),
        table_elsewhere=True,
    )
    tries = range(1, len(rows[0].drawn()) + 1)
    page.table(
        {
            _("task"): [row.task.signature for row in rows],
            _("greedy"): [_(VERDICTS[row.greedy().verdict]) for row in rows],
            **{str(i): [_(VERDICTS[row.drawn()[i - 1].verdict]) for row in rows] for i in tries},
        },
        caption=_("What became of every try"),
    )
    note = _("Run ahead, in a process with limits of time and memory. A right one passes all checks of its task.")
    st.markdown(f":small[{note}]")
