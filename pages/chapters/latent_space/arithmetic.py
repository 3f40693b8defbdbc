"""Arithmetic with faces: the mean with a value, minus the mean with what this face shows, plus this face."""

from __future__ import annotations

from typing import Any

import streamlit as st

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.engine.limits import limits
from models.vae.kinds import Arithmetic
from pages.basics.language import _
from pages.basics.words import escape, percent
from pages.chapters.latent_space.directions import card, label, steps_of
from pages.figures.attributes import in_words
from pages.figures.cards import cards
from pages.frame import controls, export, running
from pages.frame.frame import Frame

WIDTH = 104  # pixels of a picture


def widgets() -> dict[str, Any]:
    options = limits(Arithmetic)["direction"].options
    direction = controls.choose("plus", _("With"), options, {d: label(d) for d in options})
    return {"direction": direction, "count": controls.draw("count"), "amount": controls.draw("amount")}


def draw(page: Frame, picture: str, direction: str, count: int, amount: float) -> None:
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
    cards([card(s, t, n) for s, t, n in zip((has, lacks, face, total), signs, notes, strict=True)], WIDTH)
    st.markdown(
        _(
            "The classifier gives **{name}** {before} in this face, and {after} in the sum. {kept} of its 12 readings "
            "are as before."
        ).format(
            name=escape(label(direction)),
            before=escape(percent(float(face.asked_probs[0]))),
            after=escape(percent(float(total.asked_probs[0]))),
            kept=int((face.read_values == total.read_values).sum()),
        )
    )
    st.markdown(f":small[{export.cost(trace)}]")
