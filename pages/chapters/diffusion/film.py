"""The run as a film: at each step the noisy picture, the noise the network finds in it, and the picture it predicts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from models.classifier.kinds import PictureStep
from models.diffusion.kinds import Denoise, DenoiseStep
from models.engine import Step, Trace
from models.engine.trace import key
from models.shared_engine import engine
from pages.basics import memo
from pages.basics.language import _
from pages.basics.words import show
from pages.figures import latents
from pages.figures.components.picture_film import PictureLane, picture_film
from pages.frame import controls, running
from pages.frame.export import Table
from pages.frame.frame import Frame

DRAWN = "_diffusion_drawn"  # the request whose film stands on the page
STOPPED = "_diffusion_stopped"


def decibels(alpha_cumprod: float) -> float:
    """Signal-to-noise ratio ᾱ / (1 − ᾱ) in dB; −∞ for noise alone."""
    with np.errstate(divide="ignore"):
        return float(10 * np.log10(np.float64(alpha_cumprod) / (1 - alpha_cumprod)))


def ratio(alpha_cumprod: float) -> str:
    if alpha_cumprod == 0:
        return _("no signal")
    return _("{db} dB").format(db=f"{decibels(alpha_cumprod):+.1f}".replace("-", "−"))


def frames(steps: Sequence[Step]) -> list[DenoiseStep]:
    return [step for step in steps if isinstance(step, DenoiseStep)]


def preview(step: DenoiseStep) -> np.ndarray:
    """x̂₀ decoded; every step of a film has it. (128, 128, 3) uint8."""
    assert step.preview is not None
    return step.preview


def difference(a: np.ndarray, b: np.ndarray) -> float:
    """Mean absolute difference of two pictures (uint8), as a share of full scale."""
    return float(np.abs(a.astype(float) - b).mean() / 255)


def values(steps: Sequence[DenoiseStep], planned: int) -> list[str]:
    return [
        _("step {i} of {n} · t = {t} · signal {signal} · {ratio}").format(
            i=i, n=planned, t=step.timestep, signal=show(step.alpha_cumprod, ".1%"), ratio=ratio(step.alpha_cumprod)
        )
        for i, step in enumerate(steps, 1)
    ]


def lanes(steps: Sequence[DenoiseStep], final: np.ndarray) -> list[PictureLane]:
    """final: the picture that the last lane is compared with, (128, 128, 3) uint8."""
    noisy = [_("{share} noise").format(share=show(1 - s.alpha_cumprod, ".1%")) for s in steps]
    away = [difference(preview(s), final) for s in steps]
    return [
        PictureLane(
            title=_("What it sees, xₜ"),
            frames=[latents.png(latents.colours(s.latents)) for s in steps],
            captions=noisy,
            pixels=True,
        ),
        PictureLane(
            title=_("Noise it finds, ε̂"),
            frames=[latents.png(latents.noise(s.noise_pred)) for s in steps],
            captions=[_("grey: none found here")] * len(steps),
            pixels=True,
        ),
        PictureLane(
            title=_("Picture it predicts, x̂₀"),
            frames=[latents.png(preview(s)) for s in steps],
            captions=[
                _("{share} away from the end").format(share=show(a, ".1%")) if a > 5e-4 else _("the finished picture")
                for a in away
            ],
        ),
    ]


def run(page: Frame, request: Denoise) -> Trace:
    """The trace of the request, its newest step shown while it goes on; a stopped one as far as it came."""
    stopped: Trace | None = st.session_state.get(STOPPED)
    if stopped is not None and stopped.request == request:
        return stopped
    if engine().cached(request) is not None or st.session_state.get(DRAWN) == request:
        return page.run(request)  # its film stands already, and stays where the visitor left it
    place = st.empty()
    drawn: list[DenoiseStep] = []

    def draw(steps: Sequence[Step]) -> None:
        new = frames(steps)
        if len(new) <= len(drawn):
            return
        first, drawn[:] = not drawn, new
        st.session_state["_diffusion_so_far"] = (request, tuple(steps))
        step = new[-1]
        with place.container():
            said = _("Step {i} of {n}: the picture it predicts").format(i=len(new), n=request.num_inference_steps)
            st.image(preview(step), caption=said, width=256)
        if first:
            button.button(_("Stop"), on_click=_stop, key=f"_stop_{key(request)}", icon=":material/stop_circle:")

    button = st.empty()
    trace = page.run(request, draw)
    place.empty()
    button.empty()
    return trace


def _stop() -> None:
    """Ends the run within one step and keeps what there is of it."""
    running.stop()
    request, steps = st.session_state.pop("_diffusion_so_far", (None, ()))
    model = engine().status("diffusion").model
    if request is not None and model is not None and frames(steps):
        st.session_state[STOPPED] = Trace(request, steps, 0.0, model)


def draw(trace: Trace) -> None:
    """The film, at the step that the address names. It plays by itself when the page is opened without one."""
    request = trace.request
    assert isinstance(request, Denoise)
    steps = frames(trace.steps)
    at = controls.keep("at")
    first = DRAWN not in st.session_state
    st.session_state[DRAWN] = request
    picture_film(
        memo.of(trace, "lanes", lambda: lanes(steps, final(trace))),
        memo.of(trace, "values", lambda: values(steps, request.num_inference_steps)),
        key="film",
        label=_("From noise to a picture, step by step"),
        at=min(at, len(steps)) - 1,
        autoplay=first and at == controls.default("at"),
        on_show=lambda place: controls.put(at=place + 1 if place + 1 < len(steps) else controls.default("at")),
    )
    if not isinstance(trace.last, PictureStep):
        said = _("Stopped at step {i} of {n}.").format(i=len(steps), n=request.num_inference_steps)
        st.button(_("{said} Run it again").format(said=said), icon=":material/refresh:", on_click=_again)


def _again() -> None:
    st.session_state.pop(STOPPED, None)


def final(trace: Trace) -> np.ndarray:
    """The finished picture; of a stopped run the last prediction. (128, 128, 3) uint8."""
    last = trace.last
    return last.picture if isinstance(last, PictureStep) else preview(last)


def changes(trace: Trace) -> list[float]:
    """How far each step moves the predicted picture, as a share of full scale; the first step has nothing before it."""
    previews = [preview(step) for step in frames(trace.steps)]
    return [difference(a, b) for a, b in zip(previews, previews[1:], strict=False)]


def table(trace: Trace) -> Table:
    steps, end = frames(trace.steps), final(trace)
    return {
        _("step"): list(range(1, len(steps) + 1)),
        _("timestep t"): [s.timestep for s in steps],
        _("signal, √ᾱ"): [round(s.alpha_cumprod**0.5, 4) for s in steps],
        _("noise, √(1 − ᾱ)"): [round((1 - s.alpha_cumprod) ** 0.5, 4) for s in steps],
        _("signal-to-noise (dB)"): [ratio(s.alpha_cumprod) for s in steps],
        _("x̂₀ away from the end (%)"): [round(100 * difference(preview(s), end), 2) for s in steps],
    }
