"""Steering: one direction, its opposite and a random one, by effect, by harm and by what is written."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import Any

import streamlit as st

from models.control.kinds import DIRECTIONS, WRITTEN, EffectStep, HarmStep, Steer, SteeredStep
from models.control.measures import NEUTRAL, PROMPTS
from models.engine import Step, Trace
from models.engine.translation import N_
from models.prepared import prepared
from models.text import tokenizer
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.control import charts, steer_map
from pages.chapters.control.measured import Steered, steered
from pages.frame import controls, export
from pages.frame.frame import Frame
from pages.frame.watching import Stopped

NAMES = dict(zip(DIRECTIONS, (N_("none"), N_("the direction"), N_("its opposite"), N_("a random one")), strict=True))
STEPS = 1 + len(PROMPTS) + len(NEUTRAL) + WRITTEN


def widgets() -> dict[str, Any]:
    left, right = st.columns(2)
    with left:
        given = controls.draw("towards", "words")
    with right:
        given |= controls.draw("away", "other_words")
    left, right = st.columns(2)
    with left:
        given |= controls.draw("steer_layer", "opening")
    with right:
        given |= controls.draw("strength", "steer_seed")
    return given


def draw(page: Frame, request: Steer) -> None:
    trace = prepared(request) or page.watch(request, _so_far, Step, planned=STEPS)
    page.say_stopped(trace)
    if isinstance(trace, Stopped):
        return
    rows = memo.of(trace, "steered", lambda: steered(trace.steps))
    names = [_(NAMES[row.name]) for row in rows]
    st.markdown(summary(rows))
    page.figure(
        memo.of(trace, ("steered", theme.palette()), lambda: charts.steered(rows, names, theme.palette())),
        "steered",
        alt=_("Effect and harm of the direction, its opposite and a random one, beside none, with 95 % intervals."),
        table_elsewhere=True,
    )
    note = _(
        "Effect: log odds of your words after {prompts} prompts. Harm: {neutral} neutral sentences. Dotted: none. All "
        "directions are equally long. 95 % intervals over prompts and over sentences."
    )
    st.markdown(f":small[{fill(note, {'prompts': len(PROMPTS), 'neutral': len(NEUTRAL)})} {export.cost(trace)}]")
    texts(names, [row.text for row in rows], _begin(trace))
    page.table(_table(rows, names), caption=_("Steering and its controls"))
    steer_map.draw(page, request)


def _begin(trace: Trace) -> str:
    assert isinstance(trace.request, Steer)
    return trace.request.prompt


def texts(names: Sequence[str], written: Sequence[Sequence[int]], begin: str) -> None:
    for column, name, ids in zip(st.columns(len(names)), names, written, strict=True):
        with column.container(border=True, gap="xsmall"):
            st.markdown(f"**{name}**")
            st.text(f"{begin}{tokenizer.decode(list(ids))}")


def _so_far(steps: Sequence[Step]) -> None:
    """How far the measuring is, then the four texts as they are written."""
    effects, harms = ([step for step in steps if isinstance(step, kind)] for kind in (EffectStep, HarmStep))
    words = [step.token_ids for step in steps if isinstance(step, SteeredStep)]
    if words:
        texts([_(NAMES[name]) for name in DIRECTIONS], [list(ids) for ids in zip(*words, strict=True)], "… ")
    else:
        measured = {"k": len(effects), "prompts": len(PROMPTS), "m": len(harms), "neutral": len(NEUTRAL)}
        text = _("Measured: {k} of {prompts} prompts, {m} of {neutral} neutral sentences.")
        st.progress(len(steps) / STEPS, fill(text, measured))


def summary(rows: Sequence[Steered]) -> str:
    none, vector, opposite, random = rows
    named = {
        "effect": show(vector.effect, "+.1f"),
        "low": show(vector.effect - vector.effect_margin, "+.1f"),
        "high": show(vector.effect + vector.effect_margin, "+.1f"),
        "times": show(exp(min(vector.effect, 300)), ",.3g"),
        "opposite": show(opposite.effect, "+.1f"),
        "random": show(random.effect, "+.1f"),
        "none": show(none.perplexity, ".0f"),
        "perplexity": show(vector.perplexity, ".0f"),
        "random_perplexity": show(random.perplexity, ".0f"),
    }
    surely = vector.effect - vector.effect_margin
    if surely > max(0.0, abs(random.effect)):
        text = _(
            "The direction **works**: {effect} nats (95 % interval {low} to {high}), so the odds of your words are "
            "multiplied by {times}. Its opposite shifts them by {opposite}, a random direction of the same length by "
            "{random}. "
        )
    elif vector.effect + vector.effect_margin < 0:
        text = _(
            "The direction works **the wrong way**: {effect} nats (95 % interval {low} to {high}); its opposite "
            "{opposite}, a random one {random}. "
        )
    elif surely > 0:
        text = _(
            "The direction shifts the odds by {effect} nats (95 % interval {low} to {high}), but a random one of the "
            "same length by {random}: **no better than a random push**. "
        )
    else:
        text = _(
            "**No effect is shown**: {effect} nats, and the 95 % interval, {low} to {high}, includes 0. The opposite: "
            "{opposite}; a random direction: {random}. "
        )
    low, _high = vector.harm_interval
    if low > 1:
        text += _("It has a price: perplexity on neutral sentences rises from {none} to **{perplexity}**")
    else:
        text += _("No harm is shown: perplexity on neutral sentences goes from {none} to **{perplexity}**")
    return fill(text + _(" (random direction: {random_perplexity})."), named)


def _table(rows: Sequence[Steered], names: Sequence[str]) -> dict[str, list[Any]]:
    return {
        _("direction"): list(names),
        _("effect (nats)"): [round(row.effect, 2) for row in rows],
        _("± (95 %)"): [round(row.effect_margin, 2) for row in rows],
        _("perplexity"): [round(row.perplexity, 1) for row in rows],
        _("times that of none"): [round(row.harm, 2) for row in rows],
        _("95 % interval"): ["{} – {}".format(*(show(end, ".2f") for end in row.harm_interval)) for row in rows],
    }
