"""The forward process: a picture sinks into noise, and what the network makes of each frame in one step."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from models.diffusion.kinds import AddNoise, NoisedStep
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.diffusion import charts, film
from pages.figures import latents
from pages.figures.components.picture_film import PictureLane, picture_film
from pages.frame import running
from pages.frame.frame import Frame


def draw(page: Frame, picture: int, seed: int) -> None:
    """The film, and how much of picture and of noise is in each frame. picture: its number in the shipped sample."""
    trace = running.aside(page.ask(AddNoise, picture=f"sample:{picture}", seed=seed))
    if trace is None:
        return
    steps = [step for step in trace.steps if isinstance(step, NoisedStep)]
    picture_film(
        memo.of(trace, "lanes", lambda: lanes(steps)),
        memo.of(trace, "values", lambda: values(steps)),
        key="forward",
        label=_("A picture sinks into noise"),
        at=len(steps) // 2,  # at the start there is hardly any noise to see
    )
    note = _("Shares of power: picture and noise sum to 100 %. The last frame is noise alone: a run starts there.")
    st.markdown(f":small[{note}]")
    t, alphas = [s.timestep for s in steps], [s.alpha_cumprod for s in steps]
    page.figure(
        charts.mixture(t, alphas, theme.palette()),
        "mixture",
        alt=_("Amplitude of picture and of noise over the timestep: the picture falls to 0 at t = 999."),
        table_elsewhere=True,
    )
    page.table(
        {
            _("timestep t"): t,
            _("picture, √ᾱ"): [round(a**0.5, 4) for a in alphas],
            _("noise, √(1 − ᾱ)"): [round((1 - a) ** 0.5, 4) for a in alphas],
            _("signal-to-noise (dB)"): [film.ratio(a) for a in alphas],
        }
    )


def values(steps: Sequence[NoisedStep]) -> list[str]:
    """The line under each frame. Shares are of power, as in the captions: ᾱ and 1 − ᾱ."""
    return [
        _("t = {t} · picture {signal} · noise {noise} · {ratio}").format(
            t=s.timestep,
            signal=show(s.alpha_cumprod, ".1%"),
            noise=show(1 - s.alpha_cumprod, ".1%"),
            ratio=film.ratio(s.alpha_cumprod),
        )
        for s in steps
    ]


def lanes(steps: Sequence[NoisedStep]) -> list[PictureLane]:
    clean = steps[0].picture
    away = [show(film.difference(s.preview, clean), ".1%") for s in steps]
    share = [_("{share} noise").format(share=show(1 - s.alpha_cumprod, ".1%")) for s in steps]
    return [
        PictureLane(
            title=_("Noisy latents, xₜ"),
            frames=[latents.png(latents.colours(s.latents)) for s in steps],
            captions=share,
            pixels=True,
        ),
        PictureLane(title=_("The same, decoded"), frames=[latents.png(s.picture) for s in steps], captions=share),
        PictureLane(
            title=_("The network's guess, x̂₀"),
            frames=[latents.png(s.preview) for s in steps],
            captions=[_("{share} away from the picture").format(share=a) for a in away],
        ),
    ]
