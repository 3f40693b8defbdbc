"""Three ranks side by side: how much an update of 1, 4 or 16 columns can hold."""

from __future__ import annotations

import streamlit as st

from models.engine import Trace
from models.fine_tuning.kinds import RANKS, AdapterStep, MeasureStep
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.fine_tuning import charts
from pages.chapters.fine_tuning.answers import counted
from pages.chapters.fine_tuning.steps import adapter, at_strength, request_of, updates
from pages.frame import export, watching
from pages.frame.frame import Frame


def draw(page: Frame) -> None:
    traces = watching.several(RANKS, "ranks", _("Train all three"), ":material/fitness_center:", first=True)
    if traces is None:
        return
    runs = [(name(trace), [step.loss for step in updates(trace)]) for trace in traces]
    page.figure(
        charts.losses(runs, theme.palette()),
        "ranks",
        alt=_("The loss of each update, for three ranks."),
        table_elsewhere=True,
    )
    st.markdown(f":small[{export.cost(traces[0])}. {_('The pirate, 25 updates each, from the same seed.')}]")
    page.table(
        {
            _("rank"): [request_of(trace).rank for trace in traces],
            _("numbers that learn"): [_adapter(trace).learned for trace in traces],
            _("of all (%)"): [round(100 * _adapter(trace).learned / _adapter(trace).total, 3) for trace in traces],
            _("loss, first update (nats per token)"): [round(updates(trace)[0].loss, 3) for trace in traces],
            _("loss, last update (nats per token)"): [round(updates(trace)[-1].loss, 3) for trace in traces],
            _("perplexity of other text at strength 1"): [round(_measured(trace).perplexity, 2) for trace in traces],
            _("words that the examples brought"): [
                _("{k} of {n}").format(k=k, n=n) for k, n in (counted(t, _measured(t)) for t in traces)
            ],
        },
        caption=_("Three ranks"),
    )


def name(trace: Trace) -> str:
    learned = show(_adapter(trace).learned, ",")
    return _("rank {rank}: {learned} numbers").format(rank=request_of(trace).rank, learned=learned)


def _adapter(trace: Trace) -> AdapterStep:
    step = adapter(trace)
    assert step is not None
    return step


def _measured(trace: Trace) -> MeasureStep:
    step = at_strength(trace, 1)
    assert step is not None
    return step
