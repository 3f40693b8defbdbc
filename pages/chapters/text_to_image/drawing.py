"""A picture while it is drawn: the newest prediction large, all so far as a strip; a button stops it within a step."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from models.classifier.kinds import PictureStep
from models.diffusion.kinds import DenoiseStep, TextToImage
from models.engine import Step, Trace
from models.engine.trace import key
from models.shared_engine import engine
from pages.basics.language import _
from pages.chapters.text_to_image.shared import asked_for
from pages.frame import controls, running
from pages.frame.frame import Frame

STOPPED, SO_FAR = "_text_to_image_stopped", "_text_to_image_so_far"
PER_ROW, THUMB = 10, 32  # the strip: thumbnails in a row, and their size in pixels


def frames(steps: Sequence[Step]) -> list[DenoiseStep]:
    return [step for step in steps if isinstance(step, DenoiseStep)]


def finished(trace: Trace) -> bool:
    return isinstance(trace.last, PictureStep)


def final(trace: Trace) -> np.ndarray:
    """The finished picture; of a stopped run the last prediction. (128, 128, 3) uint8."""
    picture: np.ndarray = trace.last.picture if finished(trace) else trace.last.preview
    return picture


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
    """The trace of the request, drawn into `place` as it comes; a stopped one as far as it came."""
    stopped: Trace | None = st.session_state.get(STOPPED)
    if stopped is not None and stopped.request == request:
        return stopped
    if engine().cached(request) is not None:
        return page.run(request)
    button = st.empty()
    drawn: list[DenoiseStep] = []

    def draw(steps: Sequence[Step]) -> None:
        new = frames(steps)
        if len(new) <= len(drawn):
            return
        if not drawn:
            button.button(_("Stop"), on_click=_stop, key=f"_stop_{key(request)}", icon=":material/stop_circle:")
        drawn[:] = new
        st.session_state[SO_FAR] = (request, tuple(steps))
        previews = [step.preview for step in new if step.preview is not None]
        said = _("Step {i} of {n}: the picture it predicts now").format(i=len(new), n=request.num_inference_steps)
        with place.container():
            st.progress(len(new) / request.num_inference_steps, said)
            st.image(previews[-1], width=300, alt=said)
            st.image(
                strip(previews, request.num_inference_steps), width=300, alt=_("The predictions of all steps so far")
            )

    trace = page.run(request, draw)
    st.session_state.pop(SO_FAR, None)
    button.empty()
    return trace


def _stop() -> None:
    """Ends the run within one step and keeps what there is of it."""
    running.stop()
    request, steps = st.session_state.pop(SO_FAR, (None, ()))
    model = engine().status("diffusion").model
    if request is not None and model is not None and frames(steps):
        st.session_state[STOPPED] = Trace(request, steps, 0.0, model)


def go_on() -> None:
    """Forgets that a run was stopped; for callbacks."""
    st.session_state.pop(STOPPED, None)


def say_stopped(trace: Trace) -> None:
    """Of a stopped run: how far it came, and a button that runs it whole."""
    said = _("Stopped at step {i} of {n}.").format(i=len(frames(trace.steps)), n=asked_for(trace).num_inference_steps)
    st.button(_("{said} Run it again").format(said=said), icon=":material/refresh:", on_click=go_on)


def next_seed() -> None:
    """Other noise to start from; for callbacks."""
    controls.put(seed=(int(controls.value("seed")) + 1) % 2**31)


def changed(request: TextToImage, **fields: Any) -> TextToImage:
    """The same request with one thing otherwise."""
    return dataclasses.replace(request, **fields)
