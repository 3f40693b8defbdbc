"""Guidance, step by step: the noise predicted without the words, with them, their difference, and what is used."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.engine import Trace
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.text_to_image import charts
from pages.chapters.text_to_image.noise import difference, picture_difference, rms, unguided, worded
from pages.chapters.text_to_image.outcome import frames, request_of
from pages.chapters.text_to_image.squares import LIMIT, legend
from pages.figures import diverging, latents
from pages.figures.components.picture_film import PictureLane, picture_film
from pages.frame import controls, teacher
from pages.frame.frame import Frame

OPENS_AT = 2  # the first step that sees a little picture: there the words matter most


def shown() -> int:
    """The step that the film of the guidance shows: where it was left, or what a link says, or its opening."""
    named = int(controls.keep("at"))
    return int(controls.keep("guided")) or (OPENS_AT if named == controls.default("at") else named)


def _keep(frame: int) -> None:
    if "at" not in teacher.fixed():  # a teacher's link says which step
        controls.put(guided=frame + 1)


def reach(trace: Trace) -> float:
    """What the guided difference reaches in any step but for its largest hundredth, rounded up to one digit: the end of
    its colour scale. In standard deviations; in that of the noise itself it would look blank."""
    sizes = [np.abs(request_of(trace).guidance_scale * difference(s)) for s in frames(trace.steps)]
    largest = float(np.quantile(np.stack(sizes), 0.99))
    digit = 10.0 ** np.floor(np.log10(largest)) if largest else 1.0
    return float(np.ceil(largest / digit) * digit) or 1.0


def lanes(trace: Trace, palette: theme.Palette) -> list[PictureLane]:
    request, steps = request_of(trace), frames(trace.steps)
    without = _("A: without your words") if not request.negative_prompt else _("A: with the negative prompt")
    scale = show(request.guidance_scale, "g")
    parts = [
        (without, "", [unguided(s) for s in steps], LIMIT),
        (_("B: with your words"), "B − A\n→", [worded(s) for s in steps], LIMIT),
        (f"{scale} × (B − A)", "+ A\n→", [request.guidance_scale * difference(s) for s in steps], reach(trace)),
        (_("used: {sum}").format(sum=f"A + {scale} × (B − A)"), "", [s.noise_pred for s in steps], LIMIT),
    ]
    return [
        PictureLane(
            title=title,
            leads=leads,
            pixels=True,
            captions=[_("size {size}").format(size=show(rms(a), ".3f")) for a in arrays],
            frames=[latents.png(diverging.mosaic(a, limit, palette)) for a in arrays],
        )
        for title, leads, arrays, limit in parts
    ]


def draw(page: Frame, trace: Trace) -> None:
    palette, steps, request = theme.palette(), frames(trace.steps), request_of(trace)
    sentence = _(
        "The denoiser answers twice in every step. The **difference** is what your words ask for; guidance "
        "multiplies it by {scale:g}. All four squares of a picture are the channels of one latent."
    )
    st.markdown(fill(sentence, {"scale": request.guidance_scale}))
    at = min(shown(), len(steps))
    sizes = np.array([rms(difference(s)) for s in steps])
    picture_film(
        memo.of(trace, ("guidance", palette), lambda: lanes(trace, palette)),
        [
            _("step {i} of {n} · the words change {share} of the noise").format(
                i=i, n=request.num_inference_steps, share=show(size / rms(unguided(s)), ".1%")
            )
            for i, (size, s) in enumerate(zip(sizes, steps, strict=True), 1)
        ],
        key="guidance-film",
        label=_("The predicted noise of each step, in four parts"),
        at=at - 1,
        on_show=_keep,
    )
    legend(palette, title=_("A, B and what is used:"))
    legend(palette, memo.of(trace, "reach", lambda: reach(trace)), f"{show(request.guidance_scale, 'g')} × (B − A):")
    page.figure(
        memo.of(
            trace,
            ("gap", palette),
            lambda: charts.gap(sizes, np.array([rms(picture_difference(s)) for s in steps]), palette),
        ),
        key="gap",
        alt=_("How much the words change the predicted noise and the predicted picture at each step."),
    )
    st.markdown(
        _(
            "While there is little but noise, a small change of it means a different picture: **the words decide "
            "early**. Late steps only clean up."
        )
    )
