"""Boltzmann machines of one and of two layers: pictures out of noise, long before diffusion."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.engine.translation import N_
from models.history.kinds import Dream, DreamStep
from pages.basics import memo
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.figures import latents
from pages.figures.components.picture_film import PictureLane, picture_film
from pages.frame import export, running
from pages.frame.frame import Frame

TIMES, GAP = 5, 1  # screen pixels a pixel, grey pixels between pictures
ONE, TWO = N_("Restricted Boltzmann machine, one layer"), N_("Deep belief net, two layers")


def draw(page: Frame) -> None:
    trace = running.aside(page.ask(Dream))
    if trace is None:
        return
    steps = [step for step in trace.steps if isinstance(step, DreamStep)]
    st.markdown(
        _(
            "Before diffusion, pictures came out of noise like this: pixels and hidden units make each other likely, "
            "and each side is drawn from the other, round after round. Black and white, 16 × 16 pixels, learned here "
            "from 1,700 avatars."
        )
    )
    ones = memo.of(trace, "one", lambda: [latents.png(sheet(step.one)) for step in steps])
    twos = memo.of(trace, "two", lambda: [latents.png(sheet(step.two)) for step in steps])
    captions = [_("16 × 16 pixels each")] * len(steps)
    picture_film(
        [
            PictureLane(title=_(title), frames=frames, captions=captions, pixels=True)
            for title, frames in ((ONE, ones), (TWO, twos))
        ],
        [_("Rounds of drawing: {n}").format(n=show(step.number, ",")) for step in steps],
        key="dreams",
        label=_("Pictures of two Boltzmann machines, from noise on"),
        at=-1,
        autoplay=True,
        per_second=1.5,
        frame_name=N_("Moment"),
    )
    st.markdown(said(steps[-1]))
    st.markdown(f":small[{export.cost(trace)}]")
    page.table(
        {
            _("rounds"): [step.number for step in steps],
            _("bright pixels, one layer (%)"): [round(100 * float(step.bright[0]), 1) for step in steps],
            _("bright pixels, two layers (%)"): [round(100 * float(step.bright[1]), 1) for step in steps],
            _("deviation between pictures, one layer"): [round(float(step.varied[0]), 3) for step in steps],
            _("deviation between pictures, two layers"): [round(float(step.varied[1]), 3) for step in steps],
        },
        caption=_("Pictures out of noise"),
    )


def sheet(pictures: np.ndarray) -> np.ndarray:
    """(16, 16, 16) grey → one picture of four rows in three colours, each pixel a square."""
    framed = np.pad(pictures, ((0, 0), (GAP, GAP), (GAP, GAP)), constant_values=128)
    rows = [np.concatenate(list(row), 1) for row in np.split(framed, 4)]
    grey = np.concatenate(rows, 0).repeat(TIMES, 0).repeat(TIMES, 1)
    joined: np.ndarray = np.stack([grey] * 3, -1)
    return joined


def said(last: DreamStep) -> str:
    """How the pictures of both differ from real ones, in two numbers."""
    text = _(
        "After {n:,|round|rounds}: of the pixels, {one} are bright with one layer and {two} with two, {real} in real "
        "pictures. From picture to picture a pixel deviates by {varied_one} and {varied_two}, in real ones by "
        "{varied_real} (0 is always dark, 1 always bright; 64 pictures of each machine, 300 real ones)."
    )
    values: dict[str, object] = {"n": last.number}
    values |= {k: show(float(v), ".0%") for k, v in zip(("one", "two", "real"), last.bright, strict=True)}
    names = ("varied_one", "varied_two", "varied_real")
    values |= {k: show(float(v), ".2f") for k, v in zip(names, last.varied, strict=True)}
    return fill(text, values)
