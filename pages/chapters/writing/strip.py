"""The shown text as a strip of tokens, and the alternatives to one of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from models.text import tokenizer
from models.text.kinds import Write
from pages.basics.language import _
from pages.basics.words import percent, show
from pages.chapters.writing import tree
from pages.chapters.writing.path import Path
from pages.chapters.writing.text import Written, distinct, power_of_ten, repetition
from pages.chapters.writing.text import text as plain_text
from pages.chapters.writing.tree import Text
from pages.figures.components.bars import Bar, probability_bars
from pages.figures.components.token_strip import Legend, TokenCell, token_strip

BEFORE = 12  # tokens of the end of the prompt, shown in front


def blind() -> float:
    """Bits: the surprise of a token where all are equally likely."""
    return math.log2(tokenizer.vocab_size)


def legend() -> Legend:
    return Legend(title=_("surprise"), low=_("0 bits"), high=_("{n:.1f} bits: a blind guess").format(n=blind()))


def strength(bits: float) -> float:
    return min(1.0, bits / blind())


def strip(path: Path, text: Text, prompt_ids: Sequence[int], at: int) -> None:
    """The end of the prompt, then the new tokens with their probabilities; a click chooses the token to inspect."""
    before = list(prompt_ids)[-BEFORE:]
    given = _("your text")
    cells = [
        TokenCell(text=tokenizer.visible(i), sub=_("given"), title=given, special=tokenizer.is_special(i))
        for i in before
    ]
    cells += [_cell(text.written, i) for i in range(len(text.written.ids))]

    def picked(i: int) -> None:
        if i >= len(before):
            tree.keep(path, i - len(before))

    token_strip(
        cells,
        key="written",
        label=_("The text, token by token, with the probability of each"),
        legend=legend(),
        selected=len(before) + at,
        on_pick=tree.only_here(picked),
    )


def reading(text: Text) -> None:
    """The same text as plain text; in a chat, the answer without the question."""
    request = text.trace.request
    assert isinstance(request, Write)
    with st.container(border=True, key="reading"):
        st.text(("" if request.chat else request.prompt) + plain_text(text.written.ids))


def _cell(written: Written, i: int) -> TokenCell:
    token_id, bits = int(written.ids[i]), float(written.bits[i])
    title = _(
        "{bits} bits of surprise; the model was as uncertain as in a fair pick among {n:,.0f|token|tokens}"
    ).format(bits=show(bits, ".1f"), n=2 ** float(written.entropies[i]))
    return TokenCell(
        text=tokenizer.visible(token_id),
        sub=percent(math.exp(written.logprobs[i])),
        title=title,
        strength=strength(bits),
        special=tokenizer.is_special(token_id),
    )


def alternatives(path: Path, texts: Sequence[Text], at: int) -> None:
    """The 20 likeliest tokens at a position, and the chosen one if it is none of them; a click branches."""
    written = texts[path.shown].written
    chosen = int(written.ids[at])
    rows = {int(i): float(p) for i, p in zip(written.top_ids[at], written.top_probs[at], strict=True)}
    rows.setdefault(chosen, float(np.exp(written.logprobs[at])))
    probability_bars(
        [
            Bar(
                id=i,
                text=tokenizer.visible(i),
                prob=p,
                second=p if i == chosen else None,
                title=_("was chosen") if i == chosen else _("Pick this token and continue from here"),
            )
            for i, p in rows.items()
        ],
        key="alternatives",
        label=_("The likeliest candidates for token {n}").format(n=at + 1),
        first_label=_("could have come here"),
        second_label=_("was chosen"),
        on_pick=tree.only_here(partial(tree.take, path, texts, at)),
    )


def table(text: Text) -> dict[str, list[Any]]:
    """The text's numbers, one row per token. Beams choose whole texts, so their tokens have no filtered probability."""
    written = text.written
    columns = {
        _("token"): [tokenizer.visible(i) for i in written.ids.tolist()],
        _("id"): written.ids.tolist(),
        _("probability (%)"): (100 * np.exp(written.logprobs)).round(4).tolist(),
        _("after temperature and filters (%)"): (100 * written.filtered).round(4).tolist(),
        _("surprise (bits)"): written.bits.round(3).tolist(),
        _("entropy (bits)"): written.entropies.round(3).tolist(),
        _("favourite"): [tokenizer.visible(i) for i in written.top_ids[:, 0].tolist()],
    }
    if getattr(text.trace.request, "method", "") == "beam":
        del columns[_("after temperature and filters (%)")]
    return columns


def numbers(text: Text, at: int) -> dict[str, Any]:
    """The values of the lesson's sentences and formulas."""
    written, request = text.written, text.trace.request
    assert isinstance(request, Write)
    hardest = int(written.bits.argmax())
    return {
        "prompt": request.prompt,
        "length": len(written.ids),
        "passes": text.trace.forward_passes,
        "total": written.total,
        "mean": written.mean,
        "perplexity_log": -written.mean,
        "perplexity": math.exp(-written.mean),
        "bits": float(written.bits.sum()),
        "probability": power_of_ten(written.total),
        "hardest": tokenizer.visible(int(written.ids[hardest])),
        "hardest_bits": float(written.bits[hardest]),
        "place": at + 1,
        "here": tokenizer.visible(int(written.ids[at])),
        "here_prob": percent(math.exp(written.logprobs[at])),
        "instead": tokenizer.visible(int(written.top_ids[at, 0])),
        "instead_prob": percent(float(written.top_probs[at, 0])),
        "repeated": repetition(written.ids),
        "distinct": distinct(written.ids),
    }
