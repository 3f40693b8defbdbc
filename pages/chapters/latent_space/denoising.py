"""Denoising by 32 numbers that have no room for noise."""

from __future__ import annotations

import streamlit as st

from models.engine.translation import N_
from models.vae.kinds import Clean, CleanStep
from pages.basics import memo
from pages.basics.language import _
from pages.basics.words import escape
from pages.chapters.latent_space.numbers import decibels
from pages.figures import latents
from pages.figures.components.picture_film import PictureLane, picture_film
from pages.frame import export, running
from pages.frame.frame import Frame


def draw(page: Frame, picture: str) -> None:
    """The same face under ever more noise, and what the VAE and a plain mean make of it."""
    trace = running.aside(page.ask(Clean, picture=picture))
    if trace is None:
        return
    steps = [s for s in trace.steps if isinstance(s, CleanStep)]
    picture_film(
        memo.of(trace, "lanes", lambda: _lanes(steps)),
        [_("noise of deviation {n:.0f} of 255").format(n=s.sigma) for s in steps],
        key="clean",
        label=_("The same face under more and more noise"),
        at=3,
        frame_name=N_("Noise"),
    )
    best = max(steps, key=lambda s: s.cleaned_psnr - s.smoothed_psnr)
    st.markdown(
        _(
            "32 numbers have no room for noise: what comes back is a face. At a deviation of {sigma:.0f} the VAE "
            "reaches {vae}, the mean of 3 × 3 pixels {mean}. The price: it was never trained for this, and it draws "
            "the face it expects. Without noise it makes the picture worse."
        ).format(sigma=best.sigma, vae=escape(decibels(best.cleaned_psnr)), mean=escape(decibels(best.smoothed_psnr)))
    )
    st.markdown(f":small[{export.cost(trace)}]")
    page.table(
        {
            _("noise, deviation of 255"): [round(s.sigma, 1) for s in steps],
            _("noisy (dB)"): [round(s.noisy_psnr, 2) for s in steps],
            _("VAE (dB)"): [round(s.cleaned_psnr, 2) for s in steps],
            _("mean of 3 × 3 (dB)"): [round(s.smoothed_psnr, 2) for s in steps],
        }
    )


def _lanes(steps: list[CleanStep]) -> list[PictureLane]:
    kinds = [
        (_("Noisy face"), [s.noisy for s in steps], [s.noisy_psnr for s in steps]),
        (_("Through 32 numbers"), [s.cleaned for s in steps], [s.cleaned_psnr for s in steps]),
        (_("Mean of 3 × 3 pixels"), [s.smoothed for s in steps], [s.smoothed_psnr for s in steps]),
    ]
    return [
        PictureLane(title=title, frames=[latents.png(p) for p in pictures], captions=[decibels(v) for v in psnr])
        for title, pictures, psnr in kinds
    ]
