"""A picture while it is drawn: the newest prediction large, all so far as a strip; a button stops it within a step."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from models.diffusion.kinds import DenoiseStep, TextToImage
from models.engine import Trace
from pages.basics.language import _
from pages.frame import controls, watching
from pages.frame.frame import Frame

PER_ROW, THUMB = 10, 32  # the strip: thumbnails in a row, and their size in pixels


def strip(previews: Sequence[np.ndarray], planned: int) -> np.ndarray:
    """The predictions so far as one picture that fills from left to right; grey where a step is still to come."""
    rows = -(-planned // PER_ROW)
    out = np.full((rows * THUMB, min(planned, PER_ROW) * THUMB, 3), 128, np.uint8)
    for i, preview in enumerate(previews):
        small = preview.reshape(THUMB, 4, THUMB, 4, 3).mean((1, 3))
        top, left = i // PER_ROW * THUMB, i % PER_ROW * THUMB
        out[top : top + THUMB, left : left + THUMB] = small.astype(np.uint8)
    return out


def run(page: Frame, request: TextToImage, place: DeltaGenerator) -> Trace:
    """The trace of the request, drawn into `place` as it arrives; a stopped one as far as it got."""
    planned = request.num_inference_steps

    def draw(steps: Sequence[DenoiseStep]) -> None:
        previews = [step.preview for step in steps if step.preview is not None]
        progress = _("Step {i} of {n}: the picture it predicts now").format(i=len(steps), n=planned)
        st.progress(len(steps) / planned, progress)
        st.image(previews[-1], width=300, alt=progress)
        st.image(strip(previews, planned), width=300, alt=_("The predictions of all steps so far"))

    return page.watch(request, draw, DenoiseStep, planned=planned, place=place)


def go_on() -> None:
    """Forgets what was stopped; for callbacks."""
    watching.forget(TextToImage)


def next_seed() -> None:
    """Other noise to start from; for callbacks."""
    controls.put(seed=(int(controls.value("seed")) + 1) % 2**31)


def changed(request: TextToImage, **fields: Any) -> TextToImage:
    """The same request with some fields changed."""
    return dataclasses.replace(request, **fields)
