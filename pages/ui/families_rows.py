"""The pictures of all families, a row for each, in the order in which they are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from models.engine import Trace
from models.engine.requests import Request
from models.engine.samples import SampleStep
from models.engine.steps import Step
from pages.ui import export, families_measures
from pages.ui.families_measures import TITLES, Measured
from pages.ui.frame import Frame
from pages.ui.language import _
from pages.ui.words import escape, milliseconds, show

WIDTH = 88  # pixels of a picture: six in a row, four rows in the first screen


def run(page: Frame, asked: Mapping[str, Request]) -> dict[str, Trace]:
    """Family → its pictures. Each row fills while its pictures come."""
    st.markdown(f":small[{_('Under each picture: how sure the classifier is of what it reads.')}]")
    places = {name: st.container(key=f"family-{name}", gap="xsmall") for name in asked}
    found = {}
    for name, request in asked.items():
        with places[name]:
            head, pictures = st.empty(), st.empty()
            head.markdown(f"**{_(TITLES[name])}**")

            def draw(steps: Sequence[Step], name: str = name, pictures: Any = pictures) -> None:
                with pictures.container():
                    cards(name, [step for step in steps if isinstance(step, SampleStep)])

            found[name] = page.run(request, draw)
            steps = families_measures.steps_of(found[name])
            row = families_measures.measure(found[name])
            head.markdown(f"**{_(TITLES[name])}** · :small[{said(name, row)} · {export.cost(found[name])}]")
            with pictures.container():
                cards(name, steps)
    return found


def said(name: str, row: Measured) -> str:
    if name == "real":
        return _("no network draws them")
    return _("{time} a picture").format(time=milliseconds(row.milliseconds))


def cards(name: str, steps: Sequence[SampleStep]) -> None:
    """The pictures side by side, under each how sure the classifier is of what it reads."""
    with st.container(horizontal=True, gap="small"):
        for i, step in enumerate(steps):
            sure = show(float(step.read_probs.mean()), ".0%")
            with st.container(width=WIDTH, gap=None):
                st.image(step.picture, width=WIDTH, alt=alt(name, i, step))
                st.markdown(f":small[{escape(sure)}]")


def alt(name: str, place: int, step: SampleStep) -> str:
    return _("{family}, picture {n}: {read}").format(
        family=_(TITLES[name]), n=place + 1, read=families_measures.read(step)
    )


def table(found: Mapping[str, Trace]) -> export.Table:
    rows = {name: families_measures.measure(trace) for name, trace in found.items()}
    return {
        _("family"): [_(TITLES[name]) for name in rows],
        _("pictures"): [row.pictures for row in rows.values()],
        _("time of one (ms)"): [round(row.milliseconds, 1) for row in rows.values()],
        _("network passes of one"): [row.passes for row in rows.values()],
        _("classifier's confidence (%)"): [round(100 * row.confidence, 2) for row in rows.values()],
        _("hair styles seen"): [row.hair_styles for row in rows.values()],
        _("backgrounds seen"): [row.backgrounds for row in rows.values()],
        _("mean distance of two"): [round(row.spread, 3) for row in rows.values()],
    }
