"""Arithmetic against exactness: the same network with coarser weights, measured before."""

from __future__ import annotations

from statistics import median

import numpy as np
import streamlit as st

from models.cost import measured
from models.cost.measured import Rounded
from models.cost.sentences import SENTENCES
from pages.basics import theme
from pages.basics.intervals import wilson, with_margin
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.cost import charts
from pages.chapters.cost.units import digits
from pages.frame.frame import Frame

WHOLE = "fp32"
GOOD = 0.95  # of the likeliest tokens are the same


def draw(page: Frame) -> None:
    rows = measured.rounded()
    st.markdown(summary(rows))
    points = [
        (_(name), row.nbytes / 1e6, row.agreed / row.tokens, wilson(row.agreed, row.tokens))
        for name, row in rows.items()
    ]
    page.figure(
        charts.coarser(points, theme.palette()),
        "coarser",
        alt=_("How often the likeliest next token stays the same with coarser weights, against their size."),
        table_elsewhere=True,
    )
    note = _(
        "Prepared: {sentences} sentences, n = {n} tokens, 95 % intervals (Wilson). Rounded from the shipped weights, "
        "which their publisher had rounded to 4 bits in another way (a scale and an offset for each 32); the products "
        "are in fp32. With 2 to 8 bits, 32 weights share a scale."
    )
    st.markdown(f":small[{fill(note, {'sentences': len(SENTENCES), 'n': rows[WHOLE].tokens})}]")
    st.markdown(speed())
    page.table(
        {
            _("weights"): [_(name) for name in rows],
            _("bits a weight"): [row.bits for row in rows.values()],
            _("size (MB)"): [round(row.nbytes / 1e6) for row in rows.values()],
            _("same likeliest token (%)"): [round(100 * row.agreed / row.tokens, 1) for row in rows.values()],
            _("mean divergence (bits a token)"): [digits(float(np.mean(row.kl_bits))) for row in rows.values()],
            _("± (95 %)"): [digits(with_margin(row.kl_bits)[1]) for row in rows.values()],
            _("perplexity"): [digits(perplexity(row)) for row in rows.values()],
        },
        caption=_("Coarser weights"),
    )


def perplexity(row: Rounded) -> float:
    return float(np.exp(np.mean(row.nats)))


def coarsest(rows: dict[str, Rounded]) -> str:
    """The smallest format of which the interval of its agreement reaches GOOD."""
    good = [name for name, row in rows.items() if wilson(row.agreed, row.tokens)[1] >= GOOD]
    return min(good, key=lambda name: rows[name].nbytes)


def summary(rows: dict[str, Rounded]) -> str:
    whole, good, last = rows[WHOLE], coarsest(rows), min(rows, key=lambda name: rows[name].nbytes)
    named = {
        "good": _(good),
        "times": show(whole.nbytes / rows[good].nbytes, ".1f"),
        "share": show(rows[good].agreed / rows[good].tokens, ".1%"),
        "low": show(wilson(rows[good].agreed, rows[good].tokens)[0], ".1%"),
        "high": show(wilson(rows[good].agreed, rows[good].tokens)[1], ".1%"),
        "last": _(last),
        "last_share": show(rows[last].agreed / rows[last].tokens, ".0%"),
        "before": digits(perplexity(whole)),
        "after": digits(perplexity(rows[last])),
    }
    text = _(
        "**{good}** weigh {times} times less than fp32, and the likeliest next token stays the same after {share} of "
        "the tokens ({low} to {high}). "
    )
    if rows[last].agreed / rows[last].tokens < 0.5:
        text += _("With **{last}** little is left: {last_share}, and perplexity goes from {before} to {after}.")
    else:
        text += _("Even with **{last}** it stays after {last_share}.")
    return fill(text, named)


def speed() -> str:
    """Whether fewer bytes were also faster, on the machine that measured."""
    times = {name: median(repeats) for name, repeats in measured.arithmetic().items()}
    blocks, whole = times["blocks"], times["fp32"]
    named = {
        "blocks": show(blocks, ".1f"),
        "whole": show(whole, ".1f"),
        "n": len(measured.arithmetic()["blocks"]),
        "machine": measured.machine(),
    }
    if blocks < whole:
        text = _(
            "Fewer bytes were also faster: **{blocks} ms** of processor time a token from the 4-bit blocks that this "
            "app runs on, {whole} ms from the same weights in fp32 (one thread, median of {n} repeats, {machine})."
        )
    else:
        text = _(
            "Fewer bytes were not faster here: {blocks} ms of processor time a token from the 4-bit blocks that this "
            "app runs on, {whole} ms from the same weights in fp32 (one thread, median of {n} repeats, {machine})."
        )
    return fill(text, named)
