"""Heads switched off: each in turn on the pair's clean prompt, and one of them on many sentences, beside two others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from models.control.kinds import HeadMap, HeadTest, Patch
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.control import charts
from pages.chapters.control.measured import Floats, Tested, heads_change, tested
from pages.chapters.control.patching import piece
from pages.frame import export, watching
from pages.frame.frame import Frame


def draw(page: Frame, pair: Patch, choice: Mapping[str, Any], moved: bool) -> None:
    if moved:
        _every(page, HeadMap(clean=pair.clean, corrupt=pair.corrupt))
    _one(page, page.ask(HeadTest, choice))


def _every(page: Frame, request: HeadMap) -> None:
    traces = watching.several(
        [request], "heads", _("Switch off each head in turn"), ":material/toggle_off:", first=True
    )
    if traces is None:
        return
    [trace] = traces
    pair, change = heads_change(trace.steps)
    st.markdown(summary(change, float(pair.differences[0]), piece(pair.answers[0]), piece(pair.answers[1])))
    page.figure(
        memo.of(trace, ("heads", theme.palette()), lambda: charts.heads(change, theme.palette())),
        "heads",
        alt=_("Change of the difference between both answers when one head is switched off, for every head."),
        table_elsewhere=True,
    )
    st.markdown(f":small[{export.cost(trace)}]")
    order = np.argsort(-np.abs(change), axis=None)[:20]
    positions = [divmod(int(i), change.shape[1]) for i in order]
    page.table(
        {
            _("head"): [f"{layer}.{head}" for layer, head in positions],
            _("change without it (nats)"): [round(float(change[position]), 3) for position in positions],
        },
        label=_("The 20 heads that change most"),
    )


def summary(change: Floats, whole: float, answer: str, foil: str) -> str:
    """Which head the answer needs most, and whether it stands out."""
    worst = np.unravel_index(int(change.argmin()), change.shape)
    other = float(np.sort(change, axis=None)[1])
    named = {
        "answer": answer,
        "foil": foil,
        "whole": show(whole, ".2f"),
        "head": f"{worst[0]}.{worst[1]}",
        "left": show(whole + float(change[worst]), ".2f"),
        "second": show(other, "+.2f"),
        "n": change.size,
        "typical": show(float(np.median(np.abs(change))), ".2f"),
        "up": int((change > 0.5).sum()),
    }
    if change[worst] < 2 * other or other >= 0:
        text = _("One head stands out: without **{head}**, ")
    else:
        text = _("No single head stands out. The one that costs most: without **{head}**, ")
    text += _(
        "the lead of **{answer}** over **{foil}** goes from {whole} to {left} nats; the next head changes {second}, "
        "half of the {n} heads at most {typical}. Without any one of {up} others it grows by more than half a nat."
    )
    return fill(text, named)


def _one(page: Frame, request: HeadTest) -> None:
    st.subheader(_("One head on 32 sentences"), anchor=False)
    traces = watching.several([request], "test", _("Test this head"), ":material/toggle_off:")
    if traces is None:
        return
    [trace] = traces
    rows = tested(trace.steps)
    st.markdown(judged(rows))
    page.figure(
        charts.test(rows, theme.palette()),
        "test",
        alt=_("Mean difference on 32 sentences with all heads on and with one head off, with 95 % intervals."),
        table_elsewhere=True,
    )
    note = _("n = {n} sentences such as “After Alice and Tom had a long talk, Tom gave a book to”; names are fixed.")
    st.markdown(f":small[{fill(note, {'n': rows[0].count})} {export.cost(trace)}]")
    page.table(_table(rows), caption=_("One head on many sentences"))


def judged(rows: list[Tested]) -> str:
    whole, chosen, *others = rows
    named = {
        "whole": show(whole.mean, ".2f"),
        "mean": show(chosen.mean, ".2f"),
        "head": f"{chosen.layer}.{chosen.head}",
        "loss": show(chosen.loss, "+.2f"),
        "low": show(chosen.loss - chosen.loss_margin, "+.2f"),
        "high": show(chosen.loss + chosen.loss_margin, "+.2f"),
        "others": ", ".join(f"{row.layer}.{row.head}: {show(row.loss, '+.2f')}" for row in others),
        "right": chosen.right,
        "before": whole.right,
        "n": whole.count,
    }
    text = _(
        "The right name leads by {whole} nats on average; without head **{head}** by **{mean}**. Lost: {loss}, 95 % "
        "interval {low} to {high}; lost without two other heads: {others}. Right name ahead: {before} of {n}, without "
        "the head {right}. "
    )
    largest = max(abs(row.loss) for row in others)
    if chosen.loss - chosen.loss_margin > largest:
        text += _("The model uses this head here, and more than the two others.")
    elif chosen.loss - chosen.loss_margin > 0:
        text += _("The model uses this head here, but another head does as much.")
    elif chosen.loss + chosen.loss_margin < 0:
        text += _("Without it the model does better here: this head works against the right name.")
    else:
        text += _("The interval includes 0: this test shows no use of this head.")
    return fill(text, named)


def _table(rows: list[Tested]) -> dict[str, list[Any]]:
    return {
        _("heads"): [charts.head_name(row) for row in rows],
        _("difference (nats)"): [round(row.mean, 2) for row in rows],
        _("± (95 %)"): [round(row.margin, 2) for row in rows],
        _("lost (nats)"): [round(row.loss, 2) for row in rows],
        _("lost, ± (95 %)"): [round(row.loss_margin, 2) for row in rows],
        _("right name ahead"): [f"{row.right} / {row.count}" for row in rows],
    }
