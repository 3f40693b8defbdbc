"""The lower figures of Diffusion, one in each tab: what takes work is done only in the open one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from models.diffusion.kinds import AddNoise, NoisedStep
from models.engine import Trace
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.diffusion import charts, film
from pages.chapters.diffusion.controls import SCHEDULERS
from pages.figures import latents
from pages.figures.components.picture_film import PictureLane, picture_film
from pages.frame import running
from pages.frame.frame import Frame

CURVE = Path(film.__file__).parents[3] / "models" / "diffusion" / "steps.json"


def noise(page: Frame, picture: int, seed: int) -> None:
    """The forward process, and what the network makes of each frame in one step."""
    trace = running.aside(page.ask(AddNoise, picture=f"sample:{picture}", seed=seed))
    if trace is None:
        return
    steps = [step for step in trace.steps if isinstance(step, NoisedStep)]
    picture_film(
        memo.of(trace, "lanes", lambda: _forward_lanes(steps)),
        memo.of(
            trace,
            "values",
            lambda: [
                _("t = {t} · picture {signal} · noise {noise} · {ratio}").format(
                    t=s.timestep,
                    signal=show(s.alpha_cumprod**0.5, ".1%"),
                    noise=show((1 - s.alpha_cumprod) ** 0.5, ".1%"),
                    ratio=film.ratio(s.alpha_cumprod),
                )
                for s in steps
            ],
        ),
        key="forward",
        label=_("A picture sinks into noise"),
    )
    said = _("Shares of amplitude: their squares sum to 1. The last frame is noise alone: a run starts there.")
    st.markdown(f":small[{said}]")
    t, alphas = [s.timestep for s in steps], [s.alpha_cumprod for s in steps]
    page.figure(
        charts.mixture(t, alphas, theme.palette()),
        "mixture",
        alt=_("Share of picture and of noise over the timestep: the picture falls to 0 at t = 999."),
    )
    page.table(
        {
            _("timestep t"): t,
            _("picture, √ᾱ"): [round(a**0.5, 4) for a in alphas],
            _("noise, √(1 − ᾱ)"): [round((1 - a) ** 0.5, 4) for a in alphas],
            _("signal-to-noise (dB)"): [film.ratio(a) for a in alphas],
        }
    )


def _forward_lanes(steps: Sequence[NoisedStep]) -> list[PictureLane]:
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


def changes(page: Frame, trace: Trace) -> None:
    moved = film.changes(trace)
    if not moved:
        st.info(_("One step alone has nothing to be compared with. Choose two steps or more."))
        return
    page.figure(
        charts.changes(moved, theme.palette()),
        "changes",
        alt=_("How far each step moves the predicted picture, in percent of full scale."),
    )
    page.table({_("step"): list(range(2, len(moved) + 2)), _("change of x̂₀ (%)"): [round(100 * m, 3) for m in moved]})


@cache
def curve() -> dict[str, Any]:
    """What `python -m models.diffusion.evaluate_steps` measured."""
    measured: dict[str, Any] = json.loads(CURVE.read_text(encoding="utf-8"))
    return measured


def quality(page: Frame) -> None:
    measured, palette = curve(), theme.palette()
    curves = {SCHEDULERS[name]: found for name, found in measured["curves"].items()}
    distance, sure = st.columns(2)
    with distance:
        page.figure(
            charts.quality(
                measured["steps"],
                {name: c["frechet"] for name, c in curves.items()},
                measured["floor"],
                _("Fréchet distance (lower: nearer)"),
                _("real pictures"),
                palette,
            ),
            "frechet",
            alt=_("Fréchet distance to real pictures against the number of steps."),
        )
    with sure:
        page.figure(
            charts.quality(
                measured["steps"],
                {name: [100 * v for v in c["confidence"]] for name, c in curves.items()},
                100 * measured["real_confidence"],
                _("classifier's confidence (%)"),
                _("real pictures"),
                palette,
            ),
            "confidence",
            alt=_("Mean confidence of the classifier against the number of steps."),
        )
    near = next(
        n
        for n, d in zip(measured["steps"], curves["DDIM"]["frechet"], strict=True)
        if d < 1.2 * curves["DDIM"]["frechet"][-1]
    )
    st.markdown(
        _(
            "More steps help, and then no longer. With DDIM, {n} steps come within a fifth of what 50 reach. "
            "Pictures of this model are less clear to the classifier than real ones at any number of steps."
        ).format(n=near)
    )
    said = _(
        "Prepared: {n} pictures for each point, the same seeds everywhere, against {n} real ones. “Real pictures” is "
        "what as many other real ones reach."
    ).format(n=measured["pictures"])
    st.markdown(f":small[{said}]  \n`python -m models.diffusion.evaluate_steps`")
    page.table(
        {_("steps"): measured["steps"]}
        | {_("Fréchet distance, {name}").format(name=n): c["frechet"] for n, c in curves.items()}
        | {_("confidence (%), {name}").format(name=n): [100 * v for v in c["confidence"]] for n, c in curves.items()}
    )
