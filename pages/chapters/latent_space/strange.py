"""Strange pictures: what the encoder never met is told by the error with which it comes back."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.vae.kinds import Anomaly, AnomalyStep, Encode, EncodeStep
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import escape, show
from pages.chapters.latent_space import charts
from pages.chapters.latent_space.faces import Pixels, as_text, pixels_of
from pages.chapters.latent_space.numbers import score
from pages.figures.cards import Card, cards
from pages.frame import export, running
from pages.frame.frame import Frame


def draw(page: Frame, picture: str) -> None:
    """The first face and three that do not belong here, against all faces of the sample."""
    usual = running.aside(page.ask(Anomaly))
    if usual is None:
        return
    step = usual.last
    assert isinstance(step, AnomalyStep)
    encoded: list[tuple[str, EncodeStep]] = []
    for name, pixels in _odd(pixels_of(picture)).items():
        trace = running.aside(page.for_figure(name, Encode, picture=as_text(pixels)))
        if trace is None:
            return
        encoded.append((name, trace.last))
    scores = [show(score(s.mse, s.kl), ",.0f") for _n, s in encoded]
    notes = [
        _("score {score} nats · {place}").format(score=n, place=_rank(s, step))
        for n, (_n, s) in zip(scores, encoded, strict=True)
    ]
    cards(
        [
            Card(np.concatenate([s.picture, s.recon], 1), name, note, f"{name}: {note}")
            for (name, s), note in zip(encoded, notes, strict=True)
        ],
        176,
    )
    st.markdown(f":small[{_('Left: what goes in. Right: what comes back.')}]")
    page.figure(
        charts.anomaly(step.mse, step.kl, {n: (s.mse, s.kl) for n, s in encoded}, theme.palette()),
        "anomaly",
        alt=_("Reconstruction error and KL of all faces of the sample, and of these pictures."),
        table_elsewhere=True,
    )
    kl = dict(encoded)[_("noise")].kl
    st.markdown(
        _(
            "The **anomaly score** is the loss that the model was trained on, with each pixel counted once: the "
            "error in nats, plus the KL. What the model has never seen, the decoder usually draws badly, and the "
            "error gives it away. The KL alone tells little: noise gets {kl:.0f} nats, and {share} of the faces "
            "have more. A blank picture shows the limit of this alarm: it is easy to draw."
        ).format(kl=kl, share=escape(show(float((step.kl > kl).mean()), ".0%")))
    )
    page.table(
        {
            _("picture"): [n for n, _s in encoded],
            _("error, squared levels of 255"): [round(s.mse, 1) for _n, s in encoded],
            _("KL (nats)"): [round(s.kl, 1) for _n, s in encoded],
            _("score (nats)"): [round(score(s.mse, s.kl), 1) for _n, s in encoded],
        }
    )
    st.markdown(f":small[{export.cost(usual)}]")


def _odd(pixels: Pixels) -> dict[str, Pixels]:
    rng = np.random.default_rng(0)
    return {
        _("this face"): pixels,
        _("upside down"): np.ascontiguousarray(pixels[::-1]),
        _("noise"): rng.integers(0, 256, pixels.shape, np.uint8),
        _("blank"): np.full_like(pixels, 128),
    }


def _rank(step: EncodeStep, usual: AnomalyStep) -> str:
    """How many faces of the sample have a lower score."""
    lower = score(usual.mse, usual.kl) < score(step.mse, step.kl)
    return _("higher than {share} of faces").format(share=show(float(np.mean(lower)), ".0%"))
