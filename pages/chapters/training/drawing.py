"""The same with pictures: a flow learns to draw avatars, and its pictures come out of the noise update by update."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from models.engine import Step
from models.engine.translation import N_
from models.tiny_flow.kinds import DrawnStep, TrainFlow
from pages.basics import memo
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.training import big_models
from pages.chapters.training.steps import of_kind
from pages.figures import latents
from pages.figures.components.picture_film import PictureLane, picture_film
from pages.frame import export, running
from pages.frame.frame import Frame

ROWS, TIMES, GAP = 4, 5, 1  # rows of pictures in a frame, screen pixels a pixel, white pixels between pictures
TURNED = 1.02  # times its lowest: an error that ends above it has turned


def draw(page: Frame, faces: str) -> None:
    request = page.ask(TrainFlow, pictures=int(faces))
    trace = running.aside(request, _while_it_learns(request))
    if trace is None:
        return
    steps = of_kind(trace.steps, DrawnStep)
    picture_film(
        [
            PictureLane(
                title=_("Sixteen pictures, from the same noise every time"),
                frames=memo.of(trace, "sheets", lambda: [latents.png(sheet(step.drawn)) for step in steps]),
                captions=[_("16 × 16 pixels each")] * len(steps),
                pixels=True,
            )
        ],
        [said(step) for step in steps],
        key="drawing",
        label=_("Sixteen pictures while the network learns"),
        at=-1,
        autoplay=True,
        per_second=1.5,
        frame_name=N_("Checkpoint"),
    )
    st.markdown(distance(steps, request.pictures))
    st.markdown(f":small[{export.cost(trace)}]")
    page.table(
        {
            _("updates"): [step.number for step in steps],
            _("error on pictures never seen"): [round(step.held_out, 4) for step in steps],
            _("distance to the nearest picture learned from (1: as new real ones)"): [
                round(step.nearest, 3) for step in steps
            ],
        },
        caption=_("A network that learns to draw"),
    )
    big_models.draw()


def _while_it_learns(request: TrainFlow) -> running.Draw:
    place = st.empty()

    def show_newest(steps: Sequence[Step]) -> None:
        drawn = of_kind(steps, DrawnStep)
        if drawn and drawn[-1].number < request.steps:
            with place.container():
                st.progress(drawn[-1].number / request.steps, said(drawn[-1]))
                st.image(sheet(drawn[-1].drawn), alt=said(drawn[-1]))
        else:
            place.empty()

    return show_newest


def said(step: DrawnStep) -> str:
    return _("update {n} · error {error}").format(n=show(step.number, ","), error=show(step.held_out, ".2f"))


def sheet(pictures: np.ndarray) -> np.ndarray:
    """(16, 16, 16, 3) → one picture of four rows, each pixel a square."""
    framed = np.pad(pictures, ((0, 0), (GAP, GAP), (GAP, GAP), (0, 0)), constant_values=255)
    rows = [np.concatenate(list(row), 1) for row in np.split(framed, ROWS)]
    joined: np.ndarray = np.concatenate(rows, 0).repeat(TIMES, 0).repeat(TIMES, 1)
    return joined


def distance(steps: Sequence[DrawnStep], pictures: int) -> str:
    """How far from the pictures learned from the drawn ones are, and whether the error on others has turned."""
    last, best = steps[-1], min(steps, key=lambda step: step.held_out)
    text = _(
        "After {n:,|update|updates} on {pictures:,} pictures, what it draws lies **{ratio:.2f} times** as far from the "
        "nearest picture it learned from as new real pictures do."
    )
    sentences = [fill(text, {"n": last.number, "pictures": pictures, "ratio": last.nearest})]
    if last.held_out > TURNED * best.held_out:
        turned = _("Its error on pictures it never saw was lowest at update {n} and has risen since.")
        sentences.append(turned.format(n=show(best.number, ",")))
    return " ".join(sentences)
