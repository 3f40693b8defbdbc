"""The main figure: occupations against official shares and one's own words among them; what can be told of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from models.bias.kinds import Compare
from models.bias.lists import NEUTRAL, prompts
from models.engine import Trace
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.bias import audit, charts, statistics
from pages.chapters.bias.audit import Gap
from pages.chapters.bias.controls import BiasView
from pages.frame import running
from pages.frame.frame import Frame
from pages.frame.table import Table

SIGNED = "+.2f"


def view_of(asked: BiasView, trace: Trace) -> BiasView:
    """What the trace is of: after an error, the prepared default."""
    return asked if trace.request == asked.request() else BiasView()


def base_of(view: BiasView) -> np.ndarray | None:
    """(templates,) to be subtracted; zeros where nothing is. None while its run is not there yet."""
    if not view.base:
        return np.zeros(len(view.templates))
    if audit.is_measured(view):
        return audit.neutral()
    run = running.aside(Compare(prompts=prompts(NEUTRAL, view.templates), continuations=view.continuations))
    return None if run is None else audit.difference(audit.logprobs(run)).reshape(len(NEUTRAL), -1).mean(0)


def gaps(trace: Trace, view: BiasView) -> tuple[list[Gap], list[Gap]]:
    """Occupations, none where they were not run in these sentences; and one's own words."""
    base = base_of(view)
    if base is None:  # a line says that it follows
        base = np.zeros(len(view.templates))
    given = audit.of_words(trace, view.all_words, base)
    own = given[: len(view.own_words)]
    if audit.is_measured(view):
        return audit.of_occupations(base), own
    listed = {gap.word for gap in audit.of_occupations()}
    return [gap for gap in given if gap.word in listed] if view.template.strip() else [], own


def draw(page: Frame, view: BiasView, occupations: Sequence[Gap], own: Sequence[Gap]) -> None:
    palette = theme.palette()
    if occupations:
        odds = audit.is_measured(view) and not view.base
        figure = charts.scatter(occupations, own, view.first, view.second, odds, palette)
        alt = _("Gap between two continuations after each of 52 occupations, against the share of women in it.")
    else:
        figure = charts.strip(own, view.templates, view.first, view.second, palette)
        alt = _("Gap between two continuations after your words, in each sentence.")
    page.figure(figure, "gaps", alt=alt, table_elsewhere=True)
    note = _("Shares: US Bureau of Labor Statistics, Current Population Survey, Table 11, annual averages of 2022.")
    if occupations:
        prepared = _("Occupations: prepared; your words: run now.") if audit.is_measured(view) else ""
        st.markdown(f":small[{note} {prepared}]")


def said(view: BiasView, occupations: Sequence[Gap], own: Sequence[Gap]) -> str:
    lines = [_of_word(view, gap) for gap in own]
    if occupations:
        lines.append(_of_all(view, occupations))
    return "\n\n".join(lines)


def _of_word(view: BiasView, gap: Gap) -> str:
    e = gap.estimate
    values = {"word": gap.word, "gap": show(e.value, SIGNED), "low": show(e.low, SIGNED), "high": show(e.high, SIGNED)}
    values |= {"n": len(gap.values), "first": view.first, "second": view.second}
    if len(gap.values) == 1:
        text = _("**{word}**: {gap} nats, in one sentence. One sentence has no interval: change a word and look again.")
        return fill(text, values)
    text = _("**{word}**: {gap} nats [{low}, {high}], mean of {n} sentences and its 95 % interval. ")
    text += {
        1: _("The model expects “{first}” more than “{second}”."),
        -1: _("The model expects “{second}” more than “{first}”."),
        0: _("0 lies inside: these sentences do not tell which it expects."),
    }[e.sign]
    return fill(text, values)


def _of_all(view: BiasView, occupations: Sequence[Gap]) -> str:
    r = audit.against_shares(occupations)
    values = {"r": show(r.value, ".2f"), "low": show(r.low, ".2f"), "high": show(r.high, ".2f")}
    values |= {"n": len(occupations), "first": view.first, "second": view.second}
    text = _("Over {n} occupations, gap and share of women correlate with **r = {r}** [{low}, {high}]. ")
    text += {
        -1: _("The more women work in it, the more the model expects “{second}”."),
        1: _("The more women work in it, the more the model expects “{first}”."),
        0: _("0 lies inside: no relation shows."),
    }[r.sign]
    if len(occupations[0].values) > 1:
        signs = audit.counts(occupations)
        values |= {"up": signs[1], "down": signs[-1], "neither": signs[0]}
        text += " " + _("Intervals: “{first}” {up}, “{second}” {down}, neither {neither}.")
    if audit.is_measured(view) and not view.base:
        values["slope"] = show(_slope(occupations), ".2f")
        text += " " + (
            _("Slope against the odds of the labour market: {slope} (−1 would be its own): the model **shrinks** them.")
            if abs(_slope(occupations)) < 1
            else _("Slope against the odds of the labour market: {slope} (−1 would be its own).")
        )
    return fill(text, values)


def _slope(occupations: Sequence[Gap]) -> float:
    shares = np.array([gap.women for gap in occupations], float) / 100
    return statistics.slope(shares, audit.means(occupations))


def table(occupations: Sequence[Gap], own: Sequence[Gap]) -> Table:
    rows = [*own, *occupations]
    return {
        _("word"): [gap.word for gap in rows],
        _("women (%)"): [gap.women for gap in rows],
        _("gap (nats)"): [round(gap.estimate.value, 3) for gap in rows],
        _("95 % interval, from"): [round(gap.estimate.low, 3) for gap in rows],
        _("95 % interval, to"): [round(gap.estimate.high, 3) for gap in rows],
    }
