"""What is tested can be tried again: the share of tasks that are solved against the number of tries."""

from __future__ import annotations

import streamlit as st

from models.code.measured import SAMPLES, measured
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.code import charts, often
from pages.frame.frame import Frame


def draw(page: Frame) -> None:
    free, kept = often.curve("free"), often.curve("grammar")
    st.markdown(summary(free))
    greedy = sum(row.greedy().right for row in measured()) / len(measured())
    page.figure(
        charts.again(free, kept, greedy, theme.palette()),
        "again",
        alt=_("Share of tasks of which one of k tries is right, against k."),
    )
    note = _(
        "Run ahead: {n} tasks with {m} drawn tries each at temperature 0.6. With k tries a task counts as solved if "
        "one of them passes its checks; the mean over all sets of k tries (pass@k). Bars: 95 % intervals over tasks, "
        "which are few and simple."
    ).format(n=len(measured()), m=SAMPLES)
    st.markdown(f":small[{note}]")


def summary(curve: list[often.Pass]) -> str:
    once, most = curve[0], curve[-1]
    values = {"once": once.value, "most": most.value, "k": most.k, "low": most.low, "high": most.high}
    if most.low > once.value:
        said = _(
            "One drawn try solves **{once:.0%}** of the tasks, the best of {k} **{most:.0%}** (95 % interval "
            "{low:.0%} to {high:.0%}). No weight of the model has changed: the checks pick."
        )
    else:
        said = _(
            "One drawn try solves **{once:.0%}** of the tasks, the best of {k} **{most:.0%}** (95 % interval "
            "{low:.0%} to {high:.0%}): here trying again makes no clear difference."
        )
    return fill(said, values)
