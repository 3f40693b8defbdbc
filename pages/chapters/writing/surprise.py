"""How much a pasted text surprises the model, token by token; and two texts compared."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import streamlit as st

from models.engine.errors import InvalidRequest
from models.text import tokenizer
from models.text.kinds import Score, ScoreStep
from pages.basics.language import _
from pages.basics.words import fill, percent, show
from pages.chapters.writing.strip import legend, strength
from pages.figures.components.token_strip import TokenCell, token_strip
from pages.frame import controls, running
from pages.frame.frame import Frame


def widgets() -> dict[str, str]:
    """Two fields side by side for the texts to rate."""
    left, right = st.columns(2)
    with left:
        text = controls.draw("text")
    with right:
        return {"text": text, "against": controls.draw("against")}


def draw(page: Frame, text: str, against: str) -> None:
    """Perplexity of one text or two, token by token."""
    st.markdown(_("The first token is not rated. The next few surprise any model: there is little before them."))
    first = _rate(page, text, "rated", _("The first text"))
    second = _rate(page, against, "rated_too", _("The second text")) if against else None
    if first is not None and second is not None:
        more, less = sorted((first, second), key=lambda step: step.perplexity)
        sentence = _("Per token, the model is {ratio:.1f} times as uncertain in the {which} text.")
        which = _("second") if less is second else _("first")
        st.markdown(fill(sentence, {"ratio": less.perplexity / more.perplexity, "which": which}))


def _rate(page: Frame, text: str, key: str, label: str) -> ScoreStep | None:
    try:
        request = Score(text=text)
    except InvalidRequest as error:  # no other text's numbers in its place: they would be compared
        st.warning(f"**{label}:** {running.sentence(error)}", icon=":material/edit:")
        return None
    trace = running.aside(request)
    if trace is None:
        return None
    step: ScoreStep = trace.last
    bits = -step.logprobs / math.log(2)
    worst = int(np.nanargmax(bits))
    ids = step.input_ids.tolist()
    token_strip(
        [_cell(step, i, float(bits[i])) for i in range(len(ids))],
        key=key,
        label=label,
        legend=legend(),
        pickable=False,
        selected=worst,
    )
    sentence = _(
        "Perplexity **{ppl:.1f}**: on average as uncertain as a fair pick among {ppl:,.0f|token|tokens}. "
        "Most surprising: **{piece}**, {bits:.1f} bits, rank {rank:,}. "
        "The model's favourite there was **{first}** ({prob})."
    )
    st.markdown(
        fill(
            sentence,
            {
                "ppl": step.perplexity,
                "piece": tokenizer.visible(ids[worst]),
                "bits": float(bits[worst]),
                "rank": int(step.ranks[worst]),
                "first": tokenizer.visible(int(step.top_ids[worst, 0])),
                "prob": percent(float(step.top_probs[worst, 0])),
            },
        )
    )
    page.table(table(step), label=_("{text} as a table").format(text=label))
    return step


def _cell(step: ScoreStep, i: int, bits: float) -> TokenCell:
    text = tokenizer.visible(int(step.input_ids[i]))
    if i == 0:
        return TokenCell(text=text, sub="–", title=_("Nothing comes before it, so it is not rated."))
    firsts = zip(step.top_ids[i].tolist(), step.top_probs[i].tolist(), strict=True)
    others = ", ".join(f"{tokenizer.visible(t)} {percent(p)}" for t, p in firsts)
    title = _("rank {rank:,} · the model's top five here: {others}").format(rank=int(step.ranks[i]), others=others)
    return TokenCell(text=text, sub=show(bits, ".1f"), title=title, strength=strength(bits))


def table(step: ScoreStep) -> dict[str, list[Any]]:
    """Columns for the table under the strip."""
    return {
        _("token"): [tokenizer.visible(i) for i in step.input_ids.tolist()],
        _("probability (%)"): ["–", *(show(100 * math.exp(p), ".4g") for p in step.logprobs[1:])],
        _("surprise (bits)"): ["–", *(show(-p / math.log(2), ".2f") for p in step.logprobs[1:])],
        _("rank"): ["–", *(str(r) for r in step.ranks[1:].tolist())],
        _("the model's favourite"): ["–", *(tokenizer.visible(i) for i in step.top_ids[1:, 0].tolist())],
        _("its probability (%)"): ["–", *(show(100 * float(p), ".1f") for p in step.top_probs[1:, 0])],
    }
