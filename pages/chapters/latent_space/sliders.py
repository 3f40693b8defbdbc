"""Sliders that add directions to a face's 32 numbers, and how often each direction has the effect it names."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from models.vae.kinds import Change, ChangedStep
from models.vae.measured import directions
from pages.basics import theme
from pages.basics.language import _, current
from pages.basics.words import escape, percent, show
from pages.chapters.latent_space import charts
from pages.chapters.latent_space.controls import SLIDERS
from pages.chapters.latent_space.directions import card, label, steps_of
from pages.figures.cards import cards
from pages.frame import controls, export, running
from pages.frame.frame import Frame

WIDTH = 176  # pixels of a picture


def widgets() -> dict[str, Any]:
    amounts = {d: controls.draw(name) for name, d in SLIDERS.items()}
    return {"direction": _pick(), "amounts": amounts, "more": controls.draw("more")}


def draw(page: Frame, picture: str, direction: str, amounts: dict[str, float], more: float) -> None:
    """Drag, and the face is decoded again from its 32 numbers plus what is added."""
    summed = {**amounts, direction: max(-3.0, min(3.0, amounts.get(direction, 0.0) + more))}
    changes = tuple((d, a) for d, a in summed.items() if a)
    trace = running.aside(page.ask(Change, picture=picture, changes=changes))
    if trace is None:
        return
    before, after = steps_of(trace)
    cards([card(before, _("as encoded")), card(after, _("with what is added"))], WIDTH)
    _effect(changes, before, after)
    st.markdown(f":small[{export.cost(trace)}]")
    _how_often(page, direction)


def _pick() -> str:
    """One direction more, those first that do what they say most often."""
    shares = {name: directions().best(name)[1] for name in directions().of}
    order = sorted(shares, key=lambda name: -shares[name])
    names = {name: f"{label(name)} · {show(shares[name], '.0%')}" for name in order}
    return str(controls.choose("add", _("A different attribute"), order, names))


def _effect(changes: tuple[tuple[str, float], ...], before: ChangedStep, after: ChangedStep) -> None:
    if not changes:
        st.markdown(_("Nothing is added yet. Drag a slider."))
        return
    rows = [
        _("**{name}** × {amount}: the classifier gave it {before}, now {after}.").format(
            name=escape(label(d)),
            amount=escape(show(a, "+.1f").replace("-", "−")),
            before=escape(percent(float(p))),
            after=escape(percent(float(q))),
        )
        for (d, a), p, q in zip(changes, before.asked_probs, after.asked_probs, strict=True)
    ]
    st.markdown("  \n".join(rows))


def _shown(direction: str) -> list[str]:
    """The direction asked about, and beside it those with a slider."""
    return list(dict.fromkeys([direction, *SLIDERS.values()]))


@lru_cache(maxsize=512)
def _curves(direction: str, palette: theme.Palette, _language: str) -> go.Figure:
    """Kept, since it is the same while a slider is dragged, and half of what the page costs."""
    shares = {label(name): directions().of[name].shares for name in _shown(direction)}
    return charts.directions(directions().amounts, shares, palette)


def _how_often(page: Frame, direction: str) -> None:
    measured = directions()
    amount, share = measured.best(direction)
    page.figure(
        _curves(direction, theme.palette(), current()),
        "directions",
        alt=_("In what share of faces each direction brings what it says, against its amount."),
        table_elsewhere=True,
    )
    good = sum(measured.best(name)[1] >= 0.8 for name in measured.of)
    st.markdown(
        _(
            "Not every direction does what it says. **{name}** brings it in {share} of {n} faces at best, with "
            "{amount}. {good} of {all} directions reach 80 %."
        ).format(
            name=escape(label(direction)),
            share=escape(show(share, ".0%")),
            n=measured.of[direction].faces,
            amount=amount,
            good=good,
            all=len(measured.of),
        )
    )
    note = _("Prepared: added to faces of the sample that show another value, and read by the classifier.")
    st.markdown(f":small[{note}]  \n`python -m models.vae.evaluate_directions`")
    page.table(
        {_("amount"): measured.amounts}
        | {label(d): [round(100 * s, 1) for s in measured.of[d].shares] for d in _shown(direction)}
    )
