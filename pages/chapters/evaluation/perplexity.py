"""Perplexity: how a text repeated breaks it, and why that of two tokenizers cannot be compared."""

from __future__ import annotations

from math import exp, log

import numpy as np
import streamlit as st

from models.engine import Trace
from models.text import tokenizer
from models.text.architecture import model_name
from models.text.kinds import Score, ScoreStep, repeated
from models.tokens.kinds import CountBytes, CountBytesStep
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.evaluation import charts
from pages.frame import export, running
from pages.frame.frame import Frame


def draw(page: Frame, text: str, times: int) -> None:
    counted = running.aside(page.ask(CountBytes, text=text))
    if counted is None:
        return
    text = text_of(counted)
    many = running.aside(page.for_figure("repeated", Score, text=repeated(text, times)))
    once = running.aside(page.for_figure("once", Score, text=text))
    if many is not None:
        _copies(page, many, text)
    if once is not None:
        _units(page, once, counted)


def text_of(trace: Trace) -> str:
    assert isinstance(trace.request, (CountBytes, Score))
    return trace.request.text


def by_copy(step: ScoreStep, text: str, whole: str) -> list[float]:
    """Perplexity of each copy of `text` in `whole`, given all before it. Raises nothing: a copy without a rated token
    is left out."""
    length = len(text.encode()) + 1
    starts = np.array([start for start, _end in tokenizer.spans(whole)])
    # A token that brings the space before a copy along belongs to the copy.
    copies = np.minimum((starts + 1) // length, whole.count(text) - 1)
    rated = ~np.isnan(step.logprobs)
    return [
        exp(-float(step.logprobs[rated & (copies == copy)].mean(dtype=np.float64)))
        for copy in sorted(set(copies[rated].tolist()))
    ]


def _copies(page: Frame, trace: Trace, text: str) -> None:
    step = trace.last
    assert isinstance(step, ScoreStep)
    perplexities = by_copy(step, text, text_of(trace))
    st.subheader(_("The same text again and again"), anchor=False)
    said = _("First time: perplexity **{first}**. Copy {n}: **{last}**. All {n} together: {whole}.")
    st.markdown(
        fill(
            said,
            {
                "first": show(perplexities[0], ",.1f"),
                "n": len(perplexities),
                "last": show(perplexities[-1], ",.2f"),
                "whole": show(step.perplexity, ",.2f"),
            },
        )
    )
    page.figure(
        charts.repetitions(perplexities, theme.palette()),
        "repetitions",
        alt=_("Perplexity of each copy of the text, given the copies before it."),
    )
    st.markdown(f":small[{export.cost(trace)}]")


def units(step: ScoreStep, counted: CountBytesStep, text: str) -> list[tuple[float, float, float]]:
    """(tokens, nats, bytes) of the text model and of the counting machine, of the same bytes: those after its first
    token, which nothing comes before."""
    start = tokenizer.spans(text)[1][0]
    nats = -float(step.logprobs[1:].sum(dtype=np.float64))
    size = len(text.encode()) - start
    return [(len(step.input_ids) - 1, nats, size), (size, float(counted.nats[start:].sum()), size)]


def _units(page: Frame, once: Trace, counted: Trace) -> None:
    step, bytes_step = once.last, counted.last
    assert isinstance(step, ScoreStep) and isinstance(bytes_step, CountBytesStep)
    ours, theirs = units(step, bytes_step, text_of(once))
    per_token = [exp(nats / tokens) for tokens, nats, _size in (ours, theirs)]
    per_byte = [nats / log(2) / size for _tokens, nats, size in (ours, theirs)]
    st.subheader(_("Two tokenizers, two perplexities"), anchor=False)
    st.markdown(_compared(per_token, per_byte))
    page.table(
        {
            _("machine"): [
                _("{model}, its own tokens").format(model=model_name()),
                _("n-grams of bytes, counted in Moby-Dick"),
            ],
            _("tokens rated"): [int(ours[0]), int(theirs[0])],
            _("bytes rated"): [int(ours[2]), int(theirs[2])],
            _("surprise in all (bits)"): [round(ours[1] / log(2), 1), round(theirs[1] / log(2), 1)],
            _("perplexity per token"): [round(value, 2) for value in per_token],
            _("bits per byte"): [round(value, 3) for value in per_byte],
        },
        label=_("Perplexity per token and bits per byte"),
    )
    st.markdown(f":small[{export.cost(once)} · {export.cost(counted)}]")


def _compared(per_token: list[float], per_byte: list[float]) -> str:
    values = {
        "model": model_name(),
        "ours": show(per_token[0], ",.1f"),
        "theirs": show(per_token[1], ",.1f"),
        "our_bits": show(per_byte[0], ".2f"),
        "their_bits": show(per_byte[1], ".2f"),
    }
    text = _(
        "Per token: {model} **{ours}**, a machine that counted bytes in one novel **{theirs}**. But a byte is a "
        "smaller thing to guess than a token. Per byte of the same text: {model} **{our_bits}** bits, the counting "
        "machine **{their_bits}** bits."
    )
    turned = (per_token[0] > per_token[1]) != (per_byte[0] > per_byte[1])
    more = _("The order is turned round.") if turned else _("Here both agree on the order; the distance differs.")
    return f"{fill(text, values)} {more}"
