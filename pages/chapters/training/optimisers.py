"""Six ways to learn side by side: the same network, the same text, 150 updates each."""

from __future__ import annotations

import streamlit as st

from models.engine import Trace
from models.engine.translation import N_
from models.tiny_transformer.kinds import SIDE_BY_SIDE
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.training import charts
from pages.chapters.training.curve import lines
from pages.chapters.training.outcome import stalls
from pages.chapters.training.steps import diverged_at, progress, request_of, text
from pages.frame import export, watching
from pages.frame.frame import Frame

NAMES = {"adam": N_("Adam"), "momentum": N_("Momentum"), "sgd": N_("Plain descent")}


def draw(page: Frame) -> None:
    traces = watching.several(SIDE_BY_SIDE, "optimisers", _("Train all six"), ":material/fitness_center:", first=True)
    if traces is None:
        return
    first = text(traces[0])
    assert first is not None
    runs = [(f"{name(trace)}: {outcome(trace)}", lines(progress(trace))) for trace in traces]
    page.figure(
        charts.multiples(runs, SIDE_BY_SIDE[0].steps, first.blind, theme.palette()),
        "optimisers",
        alt=_("The loss on text never seen, for six optimisers and learning rates."),
        table_elsewhere=True,
    )
    note = _("Dashed: guessing blindly. All six have the same axes; the scale is logarithmic.")
    st.markdown(f":small[{export.cost(traces[0])}. {note}]")
    page.table(
        {
            _("optimiser"): [_(NAMES[request_of(t).optimizer]) for t in traces],
            _("learning rate"): [request_of(t).learning_rate for t in traces],
            _("gradients shortened"): [_("yes") if request_of(t).clip else _("no") for t in traces],
            _("outcome"): [outcome(t) for t in traces],
        },
        caption=_("Six optimisers and learning rates"),
    )


def name(trace: Trace) -> str:
    request = request_of(trace)
    return f"{_(NAMES[request.optimizer])}, {show(request.learning_rate, 'g')}"


def outcome(trace: Trace) -> str:
    """What the run shows: where it ended, that it hardly moved, or that it left the numbers."""
    diverged = diverged_at(trace)
    if diverged is not None:
        return _("diverges after update {n}").format(n=diverged)
    bits = _("{bits} bits").format(bits=show(progress(trace)[-1].held_out, ".2f"))
    return _("stalls at {bits}").format(bits=bits) if stalls(trace) else bits
