"""Which layer, how strong: effect and harm of the direction over layers and strengths."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from models.control.kinds import MAP_STRENGTHS, Steer, SteerMap, map_layers
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.control import charts
from pages.chapters.control.steering_cells import Cell, cells
from pages.frame import export, watching
from pages.frame.frame import Frame

BEARABLE = 1.5  # times the perplexity without: the harm up to which the sentence looks for the most effect


def draw(page: Frame, steer: Steer) -> None:
    st.subheader(_("Which layer, how strong?"), anchor=False)
    request = SteerMap(
        towards=steer.towards, away=steer.away, words=steer.words, other_words=steer.other_words, seed=steer.seed
    )
    label = _("Measure every layer and strength")
    planned = 1 + len(map_layers()) * len(MAP_STRENGTHS)
    traces = watching.several([request], "steer_map", label, ":material/grid_on:", planned=planned)
    if traces is None:
        st.markdown(_("For your sentences this takes about a minute."))
        return
    [trace] = traces
    given = memo.of(trace, "cells", lambda: cells(trace.steps))
    st.markdown(summary(given))
    page.figure(
        memo.of(trace, ("map", theme.palette()), lambda: charts.steer_map(given, theme.palette())),
        "steer_map",
        alt=_("Effect and harm of the direction by layer and strength."),
        table_elsewhere=True,
    )
    note = _(
        "Effect: shift of your words' log odds, mean of the prompts; ×: no better than a random direction of "
        "the same length, or an interval that includes 0. Harm: perplexity of neutral sentences, times that of none."
    )
    st.markdown(f":small[{note} {export.cost(trace)}]")
    page.table(
        {
            _("layer"): [cell.layer for cell in given],
            _("strength of the direction"): [cell.strength for cell in given],
            _("effect (nats)"): [round(cell.effect, 2) for cell in given],
            _("± (95 %)"): [round(cell.effect_margin, 2) for cell in given],
            _("effect of a random direction (nats)"): [round(cell.random, 2) for cell in given],
            _("perplexity, times that of none"): [round(cell.harm, 2) for cell in given],
            _("the same, random direction"): [round(cell.random_harm, 2) for cell in given],
        },
        caption=_("Steering by layer and strength"),
    )


def summary(given: Sequence[Cell]) -> str:
    """Where the direction works, and where it does most for a bearable harm."""
    working = [cell for cell in given if cell.works]
    text = _("In **{k} of {n}** cells the direction does more than chance and more than a random one. ")
    values: dict[str, object] = {"k": len(working), "n": len(given)}
    bearable = [cell for cell in working if cell.harm <= BEARABLE]
    if bearable:
        best = max(bearable, key=lambda cell: cell.effect)
        text += _(
            "Most effect while perplexity stays below {limit} times that of none: **layer {layer}, strength "
            "{strength}**, {effect} nats at {harm} times. "
        )
        values |= {"limit": show(BEARABLE, "g"), "layer": best.layer, "strength": show(best.strength, "g")}
        values |= {"effect": show(best.effect, "+.1f"), "harm": show(best.harm, ".2f")}
    elif working:
        text += _("Everywhere it works, perplexity rises above {limit} times that of none. ")
        values["limit"] = show(BEARABLE, "g")
    strongest = [cell for cell in given if cell.strength == MAP_STRENGTHS[-1]]
    worst = max(strongest, key=lambda cell: cell.harm)
    text += _("At strength {strongest} the harm goes up to {worst} times, in layer {where}.")
    values |= {"strongest": show(MAP_STRENGTHS[-1], "g"), "worst": show(worst.harm, ",.3g"), "where": worst.layer}
    return fill(text, values)
