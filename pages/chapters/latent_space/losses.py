"""What the numbers do not hold: faces from noise, strange pictures, and why what comes back is blurred."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from models.classifier.kinds import PictureStep
from models.engine import Trace
from models.engine.requests import Request
from models.vae.kinds import Anomaly, AnomalyStep, Around, Blur, BlurStep, Encode, EncodeStep, FromNoise
from pages.basics import theme
from pages.basics.language import _, grouped
from pages.basics.words import escape, show
from pages.chapters.latent_space import charts
from pages.chapters.latent_space.faces import Pixels, as_text, pixels_of
from pages.chapters.latent_space.numbers import score
from pages.figures.attributes import in_words
from pages.figures.cards import Card, cards
from pages.frame import controls, export, running
from pages.frame.frame import Frame


def noise_controls() -> dict[str, Any]:
    around = controls.draw("around")
    return {
        "around": around,
        "far": controls.draw("times" if around == "face" else "scale"),
        "seed": controls.draw("draws_seed"),
    }


def from_noise(page: Frame, picture: str, around: str, far: float, seed: int) -> None:
    """The decoder draws faces from numbers that a bell curve gives: around the middle, or around a face's μ."""
    if around == "face":
        request: Request = page.ask(Around, picture=picture, seed=seed, times=far)
    else:
        request = page.ask(FromNoise, seed=seed, scale=far)
    trace = running.aside(request)
    if trace is None:
        return
    steps = [s for s in trace.steps if isinstance(s, PictureStep)]
    cards(
        [
            Card(
                s.picture,
                _("face {n}").format(n=n),
                _("length {n:.1f} · {read}").format(n=_length(s), read=in_words(s.read_values)),
                _("Face {n} from noise: {read}").format(n=n, read=in_words(s.read_values)),
            )
            for n, s in enumerate(steps, 1)
        ],
        104,
    )
    st.markdown(
        _near_face(steps, int(far))
        if around == "face"
        else _(
            "A VAE makes new faces: draw 32 numbers, decode them. Many are smeared. Real faces fill only part of the "
            "bell curve, and between them the decoder was never asked."
        )
    )
    st.markdown(f":small[{export.cost(trace)}]")


def _near_face(steps: list[PictureStep], times: int) -> str:
    readings = np.stack([s.read_values for s in steps])
    same = int((readings == readings[0]).all(0).sum())
    return _(
        "In training, the decoder got each face like this: not μ itself, but a random place z = μ + σ·ε near it. It "
        "must draw the same face from all of them, so places near each other mean similar faces. At {times} σ, all "
        "{n} agree in {same} of 12 readings."
    ).format(times=times, n=len(steps), same=same)


def _length(step: PictureStep) -> float:
    return float(np.linalg.norm(step.latents))


def strange(page: Frame, picture: str) -> None:
    """The first face and three that do not belong here, against all faces of the sample."""
    usual = running.aside(page.ask(Anomaly))
    if usual is None:
        return
    step = usual.last
    assert isinstance(step, AnomalyStep)
    found = []
    for name, pixels in _odd(pixels_of(picture)).items():
        trace = running.aside(page.ask(Encode, picture=as_text(pixels)))
        if trace is None:
            return
        found.append((name, trace.last))
    scores = [grouped(f"{score(s.mse, s.kl):,.0f}") for _n, s in found]
    notes = [
        _("score {score} nats · {place}").format(score=n, place=_place(s, step))
        for n, (_n, s) in zip(scores, found, strict=True)
    ]
    cards(
        [
            Card(np.concatenate([s.picture, s.recon], 1), name, note, f"{name}: {note}")
            for (name, s), note in zip(found, notes, strict=True)
        ],
        176,
    )
    st.markdown(f":small[{_('Left: what goes in. Right: what comes back.')}]")
    page.figure(
        charts.anomaly(step.mse, step.kl, {n: (s.mse, s.kl) for n, s in found}, theme.palette()),
        "anomaly",
        alt=_("Reconstruction error and KL of all faces of the sample, and of these pictures."),
    )
    kl = dict(found)[_("noise")].kl
    st.markdown(
        _(
            "The **anomaly score** is the loss that the model was trained on, with each pixel counted once: the error "
            "in nats, and the KL. What the encoder never met, the decoder cannot draw, and the error gives it away. "
            "The KL alone tells little: noise gets {kl:.0f} nats, and {share} of the faces have more. A blank picture "
            "shows the limit of this alarm: it is easy to draw."
        ).format(kl=kl, share=escape(show(float((step.kl > kl).mean()), ".0%")))
    )
    page.table(
        {
            _("picture"): [n for n, _s in found],
            _("error, squared levels of 255"): [round(s.mse, 1) for _n, s in found],
            _("KL (nats)"): [round(s.kl, 1) for _n, s in found],
            _("score (nats)"): [round(score(s.mse, s.kl), 1) for _n, s in found],
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


def _place(step: EncodeStep, usual: AnomalyStep) -> str:
    """How many faces of the sample have a lower score."""
    lower = score(usual.mse, usual.kl) < score(step.mse, step.kl)
    return _("higher than {share} of faces").format(share=show(float(np.mean(lower)), ".0%"))


def blur_controls() -> dict[str, Any]:
    return {"whose": controls.draw("whose"), "neighbours": controls.draw("neighbours")}


def blur(page: Frame, picture: str, whose: str, neighbours: int) -> None:
    """What the decoder gives, beside the mean of the faces that lie nearest."""
    trace: Trace | None = running.aside(page.ask(Blur, picture=picture, model=whose, neighbours=neighbours))
    if trace is None:
        return
    step = trace.last
    assert isinstance(step, BlurStep)
    steep = _("edges {n:.1f}")
    names = [_("this face"), _("decoded"), _("mean of {n} neighbours").format(n=len(step.neighbours))]
    shown = zip((step.picture, step.recon, step.mean), names, step.sharpness, strict=True)
    cards([Card(p, n, steep.format(n=s), f"{n}: {steep.format(n=s)}") for p, n, s in shown], 144)
    st.markdown(_("**Its neighbours**, nearest first. They could all have had these numbers, nearly."))
    cards(
        [
            Card(
                p,
                _("picture {n}").format(n=n),
                _("as a guess: {cost:.0f}").format(cost=c),
                _("Sample picture {n}, a neighbour").format(n=n),
            )
            for p, n, c in zip(step.neighbours, step.numbers, step.costs, strict=True)
        ],
        80,
    )
    st.markdown(
        _(
            "Say one picture for all {n}, and pay the squared error to each. The best real face costs {best:.0f} on "
            "average, their mean only {mean:.0f}. Nothing costs less than the mean. The decoder was trained to pay "
            "little, so it draws means: soft where its neighbours differ."
        ).format(n=len(step.neighbours), best=float(step.costs.min()), mean=step.mean_cost)
    )
    said = _("Edges: mean step between neighbouring pixels, of 255. Costs: mean squared error, in levels of 255.")
    st.markdown(f":small[{said}]  \n:small[{export.cost(trace)}]")
