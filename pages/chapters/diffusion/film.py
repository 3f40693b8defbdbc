"""The run as a film: at each step the noisy picture, and the noise and the picture that the network predicts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from models.classifier.kinds import PictureStep
from models.diffusion.kinds import Denoise, DenoiseStep
from models.engine import Step, Trace
from pages.basics import memo
from pages.basics.language import _
from pages.basics.words import show
from pages.figures import latents
from pages.figures.components.picture_film import PictureLane, picture_film
from pages.frame import controls
from pages.frame.export import Table
from pages.frame.frame import Frame


def decibels(alpha_cumprod: float) -> float:
    """Signal-to-noise ratio ᾱ / (1 − ᾱ) in dB; −∞ for noise alone."""
    with np.errstate(divide="ignore"):
        return float(10 * np.log10(np.float64(alpha_cumprod) / (1 - alpha_cumprod)))


def ratio(alpha_cumprod: float) -> str:
    if alpha_cumprod == 0:
        return _("no signal")
    return _("{db} dB").format(db=show(decibels(alpha_cumprod), "+.1f").replace("-", "−"))


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


def lanes(steps: Sequence[DenoiseStep], final: np.ndarray, whole: bool = True) -> list[PictureLane]:
    """final: the picture that the last lane is compared with, (128, 128, 3) uint8. whole: of a run that ended."""
    end = _("the finished picture") if whole else _("the last one before the stop")
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
            title=_("Noise it predicts, ε̂"),
            frames=[latents.png(latents.noise(s.noise_pred)) for s in steps],
            captions=[_("grey: no noise here")] * len(steps),
            pixels=True,
        ),
        PictureLane(
            title=_("Picture it predicts, x̂₀"),
            frames=[latents.png(preview(s)) for s in steps],
            captions=[_("{share} away from the end").format(share=show(a, ".1%")) if a > 5e-4 else end for a in away],
        ),
    ]


def run(page: Frame, request: Denoise) -> Trace:
    """The trace of the request, its newest step shown while it goes on; a stopped one as far as it came."""
    planned = request.num_inference_steps

    def draw(steps: Sequence[DenoiseStep]) -> None:
        caption = _("Step {i} of {n}: the picture it predicts").format(i=len(steps), n=planned)
        st.image(preview(steps[-1]), caption=caption, width=256)

    return page.watch(request, draw, DenoiseStep, planned=planned)


def draw(page: Frame, trace: Trace) -> None:
    """The film, at the step that the address names. It plays by itself when the page is opened without one."""
    request = trace.request
    assert isinstance(request, Denoise)
    steps = frames(trace.steps)
    at = controls.keep("at")
    first = page.shows(request)
    picture_film(
        memo.of(trace, "lanes", lambda: lanes(steps, final(trace), finished(trace))),
        memo.of(trace, "values", lambda: values(steps, request.num_inference_steps)),
        key="film",
        label=_("From noise to a picture, step by step"),
        at=min(at, len(steps)) - 1,
        autoplay=first and at == controls.default("at"),
        on_show=lambda frame: controls.put(at=frame + 1 if frame + 1 < len(steps) else controls.default("at")),
    )
    page.say_stopped(trace)


def finished(trace: Trace) -> bool:
    """False of a stopped run."""
    return isinstance(trace.last, PictureStep)


def final(trace: Trace) -> np.ndarray:
    """The finished picture; of a stopped run the last prediction. (128, 128, 3) uint8."""
    last = trace.last
    return last.picture if isinstance(last, PictureStep) else preview(last)


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
