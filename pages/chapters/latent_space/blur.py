"""Why what comes back is blurred: many faces share nearly the same numbers, and the decoder draws their mean."""

from __future__ import annotations

from typing import Any

import streamlit as st

from models.vae.kinds import Blur, BlurStep
from pages.basics.language import _
from pages.figures.cards import Card, cards
from pages.frame import controls, export, running
from pages.frame.frame import Frame


def widgets() -> dict[str, Any]:
    return {"whose": controls.draw("whose"), "neighbours": controls.draw("neighbours")}


def draw(page: Frame, picture: str, whose: str, neighbours: int) -> None:
    """What the decoder gives, beside the mean of the faces that lie nearest."""
    trace = running.aside(page.ask(Blur, picture=picture, model=whose, neighbours=neighbours))
    if trace is None:
        return
    step = trace.last
    assert isinstance(step, BlurStep)
    steep = _("edges {n:.1f}")
    names = [_("this face"), _("decoded"), _("mean of {n} neighbours").format(n=len(step.neighbours))]
    pictures = zip((step.picture, step.recon, step.mean), names, step.sharpness, strict=True)
    cards([Card(p, n, steep.format(n=s), f"{n}: {steep.format(n=s)}") for p, n, s in pictures], 144)
    st.markdown(_("**Its neighbours**, nearest first. Any of them could have had nearly these numbers."))
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
            "Name one picture for all {n}, and pay its squared error to each. The best real face costs {best:.0f} "
            "on average, their mean only {mean:.0f}. Nothing costs less than the mean. The decoder was trained to "
            "pay little, so it draws something like a mean: soft where the neighbours differ."
        ).format(n=len(step.neighbours), best=float(step.costs.min()), mean=step.mean_cost)
    )
    note = _("Edges: mean step between neighbouring pixels, of 255. Costs: mean squared error, in levels of 255.")
    st.markdown(f":small[{note}]  \n:small[{export.cost(trace)}]")
