"""The run as a film: what goes into each step beside the picture that the step predicts; the last frame is the end."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from models.engine import Trace
from pages.basics import memo
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.text_to_image.noise import difference, rms, unguided, worded
from pages.chapters.text_to_image.outcome import finished, frames, request_of
from pages.figures import latents
from pages.figures.components.picture_film import PictureLane, picture_film
from pages.frame.export import Table
from pages.frame.frame import Frame


def values(trace: Trace) -> list[str]:
    planned = request_of(trace).num_inference_steps
    lines = [
        _("step {i} of {n} · {share} signal, {noise} noise").format(
            i=i, n=planned, share=show(s.alpha_cumprod, ".0%"), noise=show(1 - s.alpha_cumprod, ".0%")
        )
        for i, s in enumerate(frames(trace.steps), 1)
    ]
    return [*lines, _("the finished picture")] if finished(trace) else lines


def lanes(trace: Trace) -> list[PictureLane]:
    """Two lanes: the noisy latent that goes in, and the picture that is predicted from it."""
    steps = frames(trace.steps)
    seen = [latents.png(latents.colours(s.latents)) for s in steps]
    captions = [_("16 × 16 places with 4 numbers each, as colours")] * len(steps)
    if finished(trace):
        seen.append(latents.png(latents.colours(trace.last.latents)))
        captions.append(_("clean: this goes to the decoder"))
    return [
        PictureLane(title=_("What the network sees"), frames=seen, captions=captions, pixels=True),
        predictions(trace, _("The picture it predicts")),
    ]


def predictions(trace: Trace, title: str) -> PictureLane:
    """One lane: the picture each step predicts, and the finished one."""
    steps = frames(trace.steps)
    pictures = [latents.png(s.preview) for s in steps if s.preview is not None]
    captions = [_("128 × 128 pixels, decoded after step {i}").format(i=i) for i in range(1, len(steps) + 1)]
    if finished(trace):
        pictures.append(latents.png(trace.last.picture))
        captions.append(_("finished"))
    return PictureLane(title=title, frames=pictures, captions=captions)


def draw(page: Frame, trace: Trace, place: DeltaGenerator) -> None:
    """The film at its end: the finished picture matters most. On arrival it plays by itself, to show how it arose.

    place: where the run was watched; the film takes its room.
    """
    first = page.shows(trace.request)
    with place.container():
        picture_film(
            memo.of(trace, "lanes", lambda: lanes(trace)),
            memo.of(trace, "values", lambda: values(trace)),
            key="film",
            label=_("From noise to a picture, step by step"),
            at=-1,
            per_second=4,
            autoplay=first,
        )
        # What was drawn while the run was watched: two elements more than the film, which would stay.
        st.empty()
        st.empty()


def pair(first: Trace, second: Trace, titles: Sequence[str]) -> None:
    """Two runs from the same noise under one slider."""
    picture_film(
        [predictions(first, titles[0]), predictions(second, titles[1])],
        memo.of(first, "values", lambda: values(first)),
        key="pair",
        label=_("The same noise, with another prompt"),
        at=-1,
        per_second=8,
    )


def table(trace: Trace) -> Table:
    steps = frames(trace.steps)
    return {
        _("step"): list(range(1, len(steps) + 1)),
        _("timestep t"): [s.timestep for s in steps],
        _("signal power, ᾱ (%)"): [round(100 * s.alpha_cumprod, 2) for s in steps],
        _("size of ε(prompt) − ε(negative), RMS"): [round(rms(difference(s)), 4) for s in steps],
        _("size of the noise used, RMS"): [round(rms(s.noise_pred), 4) for s in steps],
    }


def numbers(trace: Trace, at: int) -> dict[str, object]:
    """What the lesson's sentences say of this run, and of its step `at`; more than there are: the last."""
    request, steps = request_of(trace), frames(trace.steps)
    at = min(at, len(steps))
    step = steps[at - 1]
    return {
        "prompt": request.prompt,
        "guidance": request.guidance_scale,
        "steps": len(steps),
        "seed": request.seed,
        "at": at,
        "timestep": step.timestep,
        "alpha": step.alpha_cumprod,
        "gap": rms(difference(step)),
        "used": rms(step.noise_pred),
        # The same in the first channel, at position (8, 8).
        "without_here": float(unguided(step)[0, 8, 8]),
        "with_here": float(worded(step)[0, 8, 8]),
        "used_here": float(step.noise_pred[0, 8, 8]),
    }
