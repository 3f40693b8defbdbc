"""Attributes as directions among the 32 numbers: sliders that add them, and one made by arithmetic."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.engine import Trace
from models.engine.limits import limits
from models.vae.kinds import Arithmetic, Change, ChangedStep
from pages.basics import theme
from pages.basics.language import _, current
from pages.basics.words import escape, percent, show
from pages.chapters.latent_space import charts
from pages.chapters.latent_space import controls as latent_controls
from pages.figures.attributes import in_words
from pages.figures.cards import Card, cards
from pages.frame import controls, export, running
from pages.frame.frame import Frame

MEASURED = Path(__file__).parents[3] / "models" / "vae" / "directions.json"
WIDTH, FOUR = 176, 104  # pixels of a picture where two stand in a row, and four


@cache
def measured() -> dict[str, Any]:
    """What `python -m models.vae.evaluate_directions` counted."""
    found: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8"))
    return found


def said(direction: str) -> str:
    """A direction as it is said: "glasses: sunglasses"."""
    return direction.replace("_", " ").replace("/", ": ")


def best(direction: str) -> tuple[float, float, int]:
    """(amount, share, faces): where a direction brings its value most often, the smallest such amount."""
    found = measured()["directions"][direction]
    share, amount = max(zip(found["shares"], [-a for a in measured()["amounts"]], strict=True))
    return -amount, share, found["faces"]


def steps_of(trace: Trace) -> list[ChangedStep]:
    return [step for step in trace.steps if isinstance(step, ChangedStep)]


def card(step: ChangedStep, title: str, note: str = "") -> Card:
    return Card(
        step.picture,
        title,
        note or in_words(step.read_values),
        _("{title}: {read}").format(title=title, read=in_words(step.read_values)),
    )


def slider_controls() -> dict[str, Any]:
    amounts = {d: controls.draw(name) for name, d in latent_controls.SLIDERS.items()}
    return {"direction": _pick(), "amounts": amounts, "more": controls.draw("more")}


def sliders(page: Frame, picture: str, direction: str, amounts: dict[str, float], more: float) -> None:
    """Drag, and the face is decoded anew from its 32 numbers and what is added to them."""
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
    order = sorted(measured()["directions"], key=lambda d: -best(d)[1])
    named = {d: f"{said(d)} · {show(best(d)[1], '.0%')}" for d in order}
    return str(controls.choose("add", _("Another attribute"), order, named))


def _effect(changes: tuple[tuple[str, float], ...], before: ChangedStep, after: ChangedStep) -> None:
    if not changes:
        st.markdown(_("Nothing is added yet. Drag a slider."))
        return
    rows = [
        _("**{name}** × {amount}: the classifier gave it {before}, now {after}.").format(
            name=escape(said(d)),
            amount=escape(f"{a:+.1f}".replace("-", "−")),
            before=escape(percent(float(p))),
            after=escape(percent(float(q))),
        )
        for (d, a), p, q in zip(changes, before.asked_probs, after.asked_probs, strict=True)
    ]
    st.markdown("  \n".join(rows))


def _shown(direction: str) -> list[str]:
    """The direction asked about, and beside it those with a slider."""
    return list(dict.fromkeys([direction, *latent_controls.SLIDERS.values()]))


@lru_cache(maxsize=512)
def _curves(direction: str, palette: theme.Palette, _language: str) -> go.Figure:
    """Kept, since it is the same while a slider is dragged, and half of what the page costs."""
    found = {said(d): measured()["directions"][d]["shares"] for d in _shown(direction)}
    return charts.directions(measured()["amounts"], found, palette)


def _how_often(page: Frame, direction: str) -> None:
    found, amounts = measured()["directions"], measured()["amounts"]
    page.figure(
        _curves(direction, theme.palette(), current()),
        "directions",
        alt=_("In what share of faces each direction brings what it says, against its amount."),
    )
    good = sum(best(d)[1] >= 0.8 for d in found)
    st.markdown(
        _(
            "Not every direction does what it says. **{name}** brings it in {share} of {n} faces at best, with "
            "{amount}. {good} of {all} directions reach 80 %."
        ).format(
            name=escape(said(direction)),
            share=escape(show(best(direction)[1], ".0%")),
            n=best(direction)[2],
            amount=best(direction)[0],
            good=good,
            all=len(found),
        )
    )
    note = _("Prepared: added to faces of the sample that show another value, and read by the classifier.")
    st.markdown(f":small[{note}]  \n`python -m models.vae.evaluate_directions`")
    page.table(
        {_("amount"): amounts} | {said(d): [round(100 * s, 1) for s in found[d]["shares"]] for d in _shown(direction)}
    )


def arithmetic_controls() -> dict[str, Any]:
    options = limits(Arithmetic)["direction"].options
    direction = controls.choose("plus", _("With"), options, {d: said(d) for d in options})
    return {"direction": direction, "count": controls.draw("count"), "amount": controls.draw("amount")}


def arithmetic(page: Frame, picture: str, direction: str, count: int, amount: float) -> None:
    """The mean face with a value, minus the mean face with what this face shows, plus this face: and what is read."""
    trace = running.aside(page.ask(Arithmetic, picture=picture, direction=direction, count=count, amount=amount))
    if trace is None:
        return
    has, lacks, face, total = steps_of(trace)
    name, value = direction.split("/")
    now = NAMES[name][face.read_values[ATTRIBUTES.index(name)]]
    signs = [value, "− " + (_("others") if now == value else now), _("+ this face"), _("= sum")]
    notes = [
        _("mean of {n}").format(n=has.count),
        _("mean of {n}").format(n=lacks.count),
        in_words(face.read_values),
        in_words(total.read_values),
    ]
    cards([card(s, t, n) for s, t, n in zip((has, lacks, face, total), signs, notes, strict=True)], FOUR)
    st.markdown(
        _(
            "The classifier gives **{name}** {before} in this face, and {after} in the sum. {kept} of its 12 readings "
            "are as before."
        ).format(
            name=escape(said(direction)),
            before=escape(percent(float(face.asked_probs[0]))),
            after=escape(percent(float(total.asked_probs[0]))),
            kept=int((face.read_values == total.read_values).sum()),
        )
    )
    st.markdown(f":small[{export.cost(trace)}]")
