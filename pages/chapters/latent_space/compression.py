"""Compression: bytes against error, with JPEG beside the models."""

from __future__ import annotations

import streamlit as st

from models.engine.translation import N_
from models.vae.kinds import Compress, CompressStep
from pages.basics import theme
from pages.basics.language import _
from pages.chapters.latent_space import charts
from pages.chapters.latent_space.numbers import decibels
from pages.figures.cards import Card, cards
from pages.frame import export, running
from pages.frame.frame import Frame

METHODS = {"jpeg": N_("JPEG"), "codec": N_("codec, 1,024 numbers"), "face": N_("VAE, 32 numbers")}


def draw(page: Frame, picture: str) -> None:
    """Each method's curve, and pictures of a few bytes side by side."""
    trace = running.aside(page.ask(Compress, picture=picture))
    if trace is None:
        return
    steps = [s for s in trace.steps if isinstance(s, CompressStep)]
    lines = {m: [(s.nbytes, s.psnr, s.setting) for s in steps if s.method == m] for m in METHODS}
    page.figure(
        charts.sizes({_(METHODS[m]): points for m, points in lines.items()}, theme.palette()),
        "sizes",
        alt=_("Peak signal-to-noise ratio against bytes: JPEG, the codec's latents and the VAE's 32 numbers."),
        table_elsewhere=True,
    )
    chosen = [_near(steps, "face", 8), _near(steps, "codec", 4), *_rivals(steps)]
    cards(
        [
            Card(
                s.picture,
                _("{n:,} bytes").format(n=s.nbytes),
                f"{_(METHODS[s.method])} · {decibels(s.psnr)}",
                _("{method}, {n} bytes, {db}").format(method=_(METHODS[s.method]), n=s.nbytes, db=decibels(s.psnr)),
            )
            for s in chosen
        ]
    )
    jpeg = next(s for s in steps if s.method == "jpeg")
    st.markdown(
        _(
            "Each number is rounded to a few bits. The two models need far fewer bytes than JPEG at the same "
            "error, but only for faces of this world, and their weights (3 MB each) are not counted. JPEG stores "
            "any picture. Its tables alone take {header} bytes; without them, the gap is smaller. With more bytes "
            "JPEG keeps getting better, the models do not."
        ).format(header=jpeg.header)
    )
    st.markdown(f":small[{export.cost(trace)}]")
    page.table(
        {
            _("method"): [_(METHODS[s.method]) for s in steps],
            _("JPEG quality, or bits per number"): [s.setting for s in steps],
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
