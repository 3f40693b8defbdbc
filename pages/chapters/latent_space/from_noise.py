"""Faces from noise: what the decoder makes of numbers that a bell curve gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from models.classifier.kinds import PictureStep
from models.engine.requests import Request
from models.vae.kinds import Around, FromNoise
from pages.basics.language import _
from pages.figures.attributes import in_words
from pages.figures.cards import Card, cards
from pages.frame import controls, export, running
from pages.frame.frame import Frame


def widgets() -> dict[str, Any]:
    around = controls.draw("around")
    return {
        "around": around,
        "far": controls.draw("times" if around == "face" else "scale"),
        "seed": controls.draw("draws_seed"),
    }


def draw(page: Frame, picture: str, around: str, far: float, seed: int) -> None:
    """The decoder draws faces from numbers that a bell curve gives: around the middle, or around a face's μ."""
    if around == "face":
        request: Request = page.ask(Around, picture=picture, seed=seed, times=far)
    else:
        request = page.ask(FromNoise, seed=seed, scale=far)
    trace = running.aside(request)
    if trace is None:
        return
    steps = [s for s in trace.steps if isinstance(s, PictureStep)]
    cards(
        [
            Card(
                s.picture,
                _("face {n}").format(n=n),
                _("length {n:.1f} · {read}").format(n=_length(s), read=in_words(s.read_values)),
                _("Face {n} from noise: {read}").format(n=n, read=in_words(s.read_values)),
            )
            for n, s in enumerate(steps, 1)
        ],
        104,
    )
    st.markdown(
        _near_face(steps, int(far))
        if around == "face"
        else _(
            "A VAE makes new faces: draw 32 numbers, decode them. Many are smeared. Real faces fill only part of the "
            "bell curve, and between them the decoder was never asked."
        )
    )
    st.markdown(f":small[{export.cost(trace)}]")


def _near_face(steps: list[PictureStep], times: int) -> str:
    readings = np.stack([s.read_values for s in steps])
    same = int((readings == readings[0]).all(0).sum())
    return _(
        "In training the decoder never got μ itself, but a random place z = μ + σ·ε near it. It must draw the "
        "same face from all such places, so places this near each other give similar faces. At {times} σ, all {n} "
        "agree in {same} of 12 readings."
    ).format(times=times, n=len(steps), same=same)


def _length(step: PictureStep) -> float:
    return float(np.linalg.norm(step.latents))
