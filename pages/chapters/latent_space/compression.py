"""Bytes against error, with JPEG beside the models; and noise taken away by 32 numbers that have no room for it."""

from __future__ import annotations

import streamlit as st

from models.engine.translation import N_
from models.vae.kinds import Clean, CleanStep, Compress, CompressStep
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import escape
from pages.chapters.latent_space import charts
from pages.figures import latents
from pages.figures.cards import Card, cards
from pages.figures.components.picture_film import PictureLane, picture_film
from pages.frame import export, running
from pages.frame.frame import Frame

METHODS = {"jpeg": N_("JPEG"), "codec": N_("codec, 1,024 numbers"), "face": N_("β-VAE, 32 numbers")}


def _db(value: float) -> str:
    return _("{db:.1f} dB").format(db=value)


def size(page: Frame, picture: str) -> None:
    trace = running.aside(page.ask(Compress, picture=picture))
    if trace is None:
        return
    steps = [s for s in trace.steps if isinstance(s, CompressStep)]
    lines = {m: [(s.nbytes, s.psnr, s.setting) for s in steps if s.method == m] for m in METHODS}
    page.figure(
        charts.sizes({_(METHODS[m]): found for m, found in lines.items()}, theme.palette()),
        "sizes",
        alt=_("Peak signal-to-noise ratio against bytes: JPEG, the codec's latents and the β-VAE's 32 numbers."),
    )
    chosen = [_near(steps, "face", 8), _near(steps, "codec", 4), *_rivals(steps)]
    cards(
        [
            Card(
                s.picture,
                _("{n:,} bytes").format(n=s.nbytes),
                f"{_(METHODS[s.method])} · {_db(s.psnr)}",
                _("{method}, {n} bytes, {db}").format(method=_(METHODS[s.method]), n=s.nbytes, db=_db(s.psnr)),
            )
            for s in chosen
        ]
    )
    jpeg = next(s for s in steps if s.method == "jpeg")
    st.markdown(
        _(
            "Each number is rounded to a few bits. The two models need far fewer bytes than JPEG at the same error, "
            "but only for faces of this world, and their weights (3 MB each) are not counted. JPEG draws anything. Its "
            "tables alone take {header} bytes; leave them out, and it comes nearer. Towards many bytes JPEG gets "
            "better and better, the models do not."
        ).format(header=jpeg.header)
    )
    st.markdown(f":small[{export.cost(trace)}]")
    page.table(
        {
            _("method"): [_(METHODS[s.method]) for s in steps],
            _("JPEG quality, or bits a number"): [s.setting for s in steps],
            _("bytes"): [s.nbytes for s in steps],
            _("of these, JPEG's tables"): [s.header for s in steps],
            _("PSNR (dB)"): [round(s.psnr, 2) for s in steps],
        }
    )


def _near(steps: list[CompressStep], method: str, setting: int) -> CompressStep:
    return next(s for s in steps if s.method == method and s.setting == setting)


def _rivals(steps: list[CompressStep]) -> list[CompressStep]:
    """The smallest JPEG, and the one whose error comes nearest to the codec's with 4 bits."""
    jpegs = [s for s in steps if s.method == "jpeg"]
    wanted = _near(steps, "codec", 4).psnr
    return [jpegs[0], min(jpegs[1:], key=lambda s: abs(s.psnr - wanted))]


def clean(page: Frame, picture: str) -> None:
    trace = running.aside(page.ask(Clean, picture=picture))
    if trace is None:
        return
    steps = [s for s in trace.steps if isinstance(s, CleanStep)]
    picture_film(
        memo.of(trace, "lanes", lambda: _clean_lanes(steps)),
        [_("noise of deviation {n:.0f} of 255").format(n=s.sigma) for s in steps],
        key="clean",
        label=_("The same face under ever more noise"),
        at=3,
        frame_name=N_("Noise"),
    )
    best = max(steps, key=lambda s: s.cleaned_psnr - s.smoothed_psnr)
    st.markdown(
        _(
            "32 numbers have no room for noise: what comes back is a face. At a deviation of {sigma:.0f} the VAE "
            "reaches {vae}, the mean of 3 × 3 pixels {mean}. The price: it was never trained for this, and it draws "
            "the face it expects. Without noise it makes the picture worse."
        ).format(sigma=best.sigma, vae=escape(_db(best.cleaned_psnr)), mean=escape(_db(best.smoothed_psnr)))
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


def _clean_lanes(steps: list[CleanStep]) -> list[PictureLane]:
    kinds = [
        (_("Noisy face"), [s.noisy for s in steps], [s.noisy_psnr for s in steps]),
        (_("Through 32 numbers"), [s.cleaned for s in steps], [s.cleaned_psnr for s in steps]),
        (_("Mean of 3 × 3 pixels"), [s.smoothed for s in steps], [s.smoothed_psnr for s in steps]),
    ]
    return [
        PictureLane(title=title, frames=[latents.png(p) for p in pictures], captions=[_db(v) for v in psnr])
        for title, pictures, psnr in kinds
    ]
