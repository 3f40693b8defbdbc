"""The pictures of all families, a row for each, in the order in which they are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from models.avatars.attributes import ATTRIBUTES
from models.classifier.kinds import RealSamples, SampleStep
from models.diffusion.kinds import DiffusionSamples
from models.engine import Trace
from models.gan.kinds import GanSamples
from models.vae.kinds import VaeSamples
from pages.basics.language import _
from pages.basics.words import escape, milliseconds, show
from pages.chapters.families import measures
from pages.chapters.families.measures import TITLES, Measured
from pages.figures.attributes import in_words
from pages.frame import export
from pages.frame.frame import Frame
from pages.frame.table import Table

Samples = RealSamples | VaeSamples | GanSamples | DiffusionSamples
WIDTH = 80  # pixels of a picture: six in a row, four rows in the first screen


def run(page: Frame, requests: Mapping[str, Samples]) -> dict[str, Trace]:
    """Family → its pictures; of a row that was stopped, those drawn by then. Each fills while its pictures arrive; its
    title tells the time once that was guessed."""
    places = {name: st.container(key=f"family-{name}", gap=None) for name in requests}
    traces = {}
    for name, request in requests.items():
        with places[name]:
            head = st.empty()
            head.markdown(f"**{_(TITLES[name])}**")
            traces[name] = page.watch(request, partial(cards, name), SampleStep, planned=request.count)
            measured = measures.measure(traces[name])
            if page.words.guessed:  # the prediction asks for the times
                head.markdown(
                    f"**{_(TITLES[name])}** · :small[{pace(name, measured)}]",
                    help=f"{export.explained(traces[name])} {export.cost(traces[name])}",
                )
            # Not where the row grew: such a place is blank until it is drawn, and a finished row never goes white.
            cards(name, measures.steps_of(traces[name]))
            page.say_stopped(traces[name])
    st.markdown(f":small[{_('Under each picture: how sure the classifier is of what it reads.')}]")
    return traces


def pace(name: str, row: Measured) -> str:
    if name == "real":
        return _("no network drew them")
    return _("{time} per picture").format(time=milliseconds(row.milliseconds))


def cards(name: str, steps: Sequence[SampleStep]) -> None:
    """The pictures side by side, under each how sure the classifier is of what it reads."""
    with st.container(horizontal=True, gap="small"):
        for i, step in enumerate(steps):
            sure = show(float(step.read_probs.mean()), ".0%")
            with st.container(width=WIDTH, gap=None):
                st.image(step.picture, width=WIDTH, alt=alt(name, i, step))
                st.markdown(f":small[{escape(sure)}]")


def alt(name: str, number: int, step: SampleStep) -> str:
    """What a picture shows, for those who cannot see it. number: its position in the row, counted from 0."""
    read = in_words(step.read_values, ATTRIBUTES)
    return _("{family}, picture {n}: {read}").format(family=_(TITLES[name]), n=number + 1, read=read)


def table(traces: Mapping[str, Trace]) -> Table:
    rows = {name: measures.measure(trace) for name, trace in traces.items()}
    return {
        _("family"): [_(TITLES[name]) for name in rows],
        _("pictures"): [row.pictures for row in rows.values()],
        _("time per picture (ms)"): [round(row.milliseconds, 1) for row in rows.values()],
        _("network passes per picture"): [row.passes for row in rows.values()],
        _("classifier's confidence (%)"): [round(100 * row.confidence, 2) for row in rows.values()],
        _("hair styles seen"): [row.hair_styles for row in rows.values()],
        _("backgrounds seen"): [row.backgrounds for row in rows.values()],
        _("mean distance of two"): [round(row.spread, 3) for row in rows.values()],
    }
