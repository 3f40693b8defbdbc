"""Chamfer distance on this very cloud: beside it the nearest of 200 real ones, and a line from each point to its
nearest."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from models.shapes.kinds import JUDGED, REFERENCES, NearestStep, Shape, ShapeNearest
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.shapes.controls import NAMES
from pages.figures.components.cloud import Cloud, Lines, cloud
from pages.frame import export, running
from pages.frame.frame import Frame


def draw(page: Frame, shown: Shape) -> None:
    request = page.ask(
        ShapeNearest, shape=shown.shape, size=shown.size, seed=shown.seed, num_inference_steps=shown.num_inference_steps
    )
    trace = running.aside(request)
    if trace is None:
        return
    step = trace.last
    assert isinstance(step, NearestStep)
    st.markdown(said(step, request.shape))
    caption = _("{n} drawn points and {n} real ones").format(n=JUDGED)
    cloud(
        [
            Lines(name=_("to the nearest real point"), ends=np.stack([step.drawn, step.real[step.to_real]], 1)),
            Cloud(name=_("drawn one"), frames=step.drawn, colour="blue"),
            Cloud(name=_("real one"), frames=step.real, colour="orange"),
        ],
        [caption],
        [caption],
        key="nearest",
        label=_("The drawn cloud and the nearest real one"),
    )
    note = _("The first {n} points of the cloud; {k} real clouds of each class, which the model never saw.")
    st.markdown(f":small[{note.format(n=JUDGED, k=REFERENCES)} {export.cost(trace)}]")
    page.table(
        {
            _("nearest of its class"): [_(name) for name in NAMES.values()],
            _("Chamfer distance"): [round(float(distance), 4) for distance in step.by_class],
        },
        caption=_("Chamfer distance by class"),
    )


def ways(step: NearestStep) -> tuple[float, float]:
    """Mean squared distances: of a drawn point to the nearest real one, and the other way round."""
    there = step.drawn - step.real[step.to_real]
    back = step.real - step.drawn[step.to_drawn]
    return float((there**2).sum(1).mean()), float((back**2).sum(1).mean())


def said(step: NearestStep, wanted: str) -> str:
    there, back = ways(step)
    values: dict[str, Any] = {
        "shape": _(NAMES[step.shape]),
        "there": show(there, ".4f"),
        "back": show(back, ".4f"),
        "sum": show(step.chamfer, ".4f"),
        "floor": show(step.floor, ".4f"),
        "times": show(step.chamfer / step.floor, ".1f"),
    }
    text = _(
        "Nearest: **{shape}**. From each drawn point to the nearest real one, squared, on average: {there}; the other "
        "way round: {back}. Together that is the **Chamfer distance, {sum}**. Two clouds of this one real surface are "
        "{floor} apart; this is {times} times as much."
    )
    if step.shape != wanted:
        text += " " + _("It is of another class than you asked for.")
    return fill(text, values)
