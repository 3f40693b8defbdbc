"""What β does: four small VAEs that differ in nothing else, on the visitor's face, on the sample and from noise."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from models.engine import Trace
from models.vae.kinds import BetaStep, CompareBetas
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.latent_space import charts, faces
from pages.figures.cards import Card, cards
from pages.frame import controls, export, running
from pages.frame.frame import Frame


def widgets() -> Any:
    return controls.draw("beta")


def steps_of(trace: Trace) -> list[BetaStep]:
    return [step for step in trace.steps if isinstance(step, BetaStep)]


def draw(page: Frame, picture: str, beta: str) -> None:
    trace = running.aside(page.for_figure("betas", CompareBetas, picture=picture))
    if trace is None:
        return
    steps, palette = steps_of(trace), theme.palette()
    step = next(step for step in steps if step.beta == float(beta))
    st.markdown(
        _(
            "In training, the loss is the error of the picture plus β times the KL: how far the numbers are from a "
            "tidy bell curve. Four VAEs were trained alike but for β; they are smaller and saw fewer pictures than the "
            "one above."
        )
    )
    error = _("error {error:.0f} · KL {kl:.0f} nats").format(error=step.mse, kl=step.kl)
    made = _("from noise {n}")
    original = faces.pixels_of(picture)
    cards(
        [
            Card(original, _("this face"), "64 × 64", _("The face as it goes in")),
            Card(step.recon, _("back, β = {beta}").format(beta=show(step.beta, "g")), error, _("What comes back")),
            *(
                Card(p, made.format(n=n), "", _("A face decoded from noise, number {n}").format(n=n))
                for n, p in enumerate(step.made, 1)
            ),
        ],
        120,
    )
    page.figure(
        memo.of(trace, ("betas", beta, palette), lambda: charts.betas(steps, float(beta), palette)),
        key="betas",
        alt=_("Error and KL of the sample for each β."),
    )
    st.markdown(_sentence(steps))
    note = _("Means of {n} sample pictures with their 95 % interval. Error: squared levels of 255.")
    st.markdown(f":small[{note.format(n=len(steps[0].sample_mse))}]  \n:small[{export.cost(trace)}]")


def spread(step: BetaStep) -> int:
    """How many of the 32 numbers differ between faces: with a deviation of μ over the sample of at least 0.1."""
    return int((step.mu.std(0) >= 0.1).sum())


def _sentence(steps: list[BetaStep]) -> str:
    low, high = steps[0], steps[-1]
    values = {
        "low": low.beta,
        "high": high.beta,
        "first_error": float(low.sample_mse.mean()),
        "last_error": float(high.sample_mse.mean()),
        "first_kl": float(low.sample_kl.mean()),
        "last_kl": float(high.sample_kl.mean()),
        "first_used": spread(low),
        "last_used": spread(high),
    }
    if np.mean(high.sample_mse) > np.mean(low.sample_mse) and np.mean(high.sample_kl) < np.mean(low.sample_kl):
        text = _(
            "**Tidy costs sharp:** from β = {low:g} to {high:g} the KL falls from {first_kl:.0f} to {last_kl:.1f} "
            "nats, and the error rises from {first_error:.0f} to {last_error:.0f}."
        )
    else:
        text = _(
            "From β = {low:g} to {high:g} the KL goes from {first_kl:.0f} to {last_kl:.1f} nats, and the error from "
            "{first_error:.0f} to {last_error:.0f}."
        )
    used = _("Numbers that tell faces apart (deviation of μ of at least 0.1): {first_used} of 32, then {last_used}.")
    return fill(f"{text} {used}", values)
