"""The walk: clouds on the straight line in z from one shape to another, all out of the same noise."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from models.engine.translation import N_
from models.shapes.kinds import CloudStep, Shape, ShapeWalk
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.shapes.controls import NAMES
from pages.figures.components.cloud import Cloud, cloud
from pages.frame import export, running
from pages.frame.frame import Frame


def draw(page: Frame, start: Shape, to: str) -> None:
    request = page.ask(
        ShapeWalk,
        shape=start.shape,
        to_shape=to,
        size=start.size,
        seed=start.seed,
        num_inference_steps=start.num_inference_steps,
    )
    trace = running.aside(request)
    if trace is None:
        return
    steps = [step for step in trace.steps if isinstance(step, CloudStep)]
    names = {"first": _(NAMES[request.shape]), "last": _(NAMES[request.to_shape])}
    values = [
        fill(_("{a:.0%} {first}, {b:.0%} {last}"), {"a": 1 - s.position, "b": s.position, **names}) for s in steps
    ]
    st.markdown(said(steps, names))
    cloud(
        [Cloud(name=_("height"), frames=np.stack([step.points for step in steps]), colour="height")],
        values,
        values,
        key="walk",
        label=_("From one shape to another"),
        at=len(steps) // 2,
        per_second=3,
        frame_name=N_("Place"),
    )
    note = _("A line through z, {n} numbers; the noise of the points stays the same.").format(n=len(steps[0].latents))
    st.markdown(f":small[{note} {export.cost(trace)}]")


def said(steps: list[CloudStep], names: Mapping[str, str]) -> str:
    """How far a point goes, and how much of it in the longest of the equal steps in z."""
    points = np.stack([step.points for step in steps])
    ways = np.linalg.norm(np.diff(points, axis=0), axis=2).mean(1)
    if not ways.sum():
        return _("Both ends are the same z, so nothing moves.")
    text = _(
        "From {first} to {last}, a point travels {way} on average. Of the {n} equal steps in z, the longest for the "
        "points is {longest} of it, the shortest {shortest}; equal ones would be {even}."
    )
    whole = float(ways.sum())
    shares = {"longest": ways.max() / whole, "shortest": ways.min() / whole, "even": 1 / len(ways)}
    figures = {name: show(float(share), ".0%") for name, share in shares.items()}
    return fill(text, {"way": show(whole, ".2f"), "n": len(ways), **figures, **names})
