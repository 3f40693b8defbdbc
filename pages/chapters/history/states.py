"""The hidden states of the hidden Markov model, named by what they write."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.history.kinds import States, StatesStep
from pages.basics.language import _
from pages.basics.words import escape, percent
from pages.chapters.history import voice
from pages.frame import export, running
from pages.frame.frame import Frame

SHOWN = 16  # states, the most frequent first


def draw(page: Frame) -> None:
    trace = running.aside(page.ask(States))
    if trace is None:
        return
    step = trace.last
    assert isinstance(step, StatesStep)
    lines = [line.split("\t") for line in step.pieces.split("\n")]
    st.markdown(
        _(
            "Nobody named the {n} states; they come from the text alone. Some of them turned into a kind of word. The "
            "{shown} that the machine is in most often, and what each writes most often:"
        ).format(n=len(lines), shown=SHOWN)
    )
    order = np.argsort(-step.stays, kind="stable")[:SHOWN].tolist()
    left, right = st.columns(2)
    for place, state in enumerate(order):
        pieces = " ".join(f"`{piece.replace(' ', '␣').replace('`', '')}`" for piece in lines[state])
        with (left, right)[place % 2]:
            st.markdown(f"{pieces} :small[{percent(float(step.stays[state]))}]")
    st.markdown(f":small[{_('Percent: how often the machine is in the state, in the long run.')} {export.cost(trace)}]")
    page.table(
        {
            _("state"): [state + 1 for state in order],
            _("in the long run (%)"): [round(100 * float(step.stays[state]), 2) for state in order],
            _("likeliest pieces"): [escape(" · ".join(lines[state])) for state in order],
            _("their share in this state (%)"): [round(100 * float(step.shares[state].sum()), 1) for state in order],
        },
        caption=_("Hidden states"),
    )
    voice.draw()
