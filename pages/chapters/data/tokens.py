"""Into tokens: what is left of the heap, as a network reads it, one document in a window or packed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from models.engine import Trace
from models.text import tokenizer
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.data import charts, filters
from pages.frame.frame import Frame

SHOWN = 400  # characters of a window
END = -1  # stands for the token that ends a document


@dataclass(frozen=True)
class Windows:
    """How many windows of so many tokens hold the documents, each with the token that ends it."""

    tokens: int  # of all documents, with their ends
    alone: int  # windows, each begun by a document; what does not fit goes on in the next one
    packed: int  # windows, filled one document after the other

    def padding(self, window: int, packed: bool) -> float:
        """Share of the places that hold nothing."""
        places = window * (self.packed if packed else self.alone)
        return 1 - self.tokens / places


def windows(lengths: np.ndarray, window: int) -> Windows:
    """lengths: (documents,) tokens of each; one at least."""
    with_ends = lengths + 1
    total = int(with_ends.sum())
    return Windows(total, int(-(-with_ends // window).sum()), -(-total // window))


def draw(page: Frame, trace: Trace, window: int) -> None:
    heap, stays = filters.heap(trace), filters.left(trace)
    if not stays.any():
        st.markdown(_("No document is left to read."))
        return
    given = windows(heap.tokens[stays], window)
    st.markdown(sentence(heap.tokens, stays, given, window))
    page.figure(
        charts.filled(given.padding(window, False), given.padding(window, True), theme.palette()),
        "windows",
        alt=_("Share of the places in all windows that hold text, alone and packed."),
        table_elsewhere=True,
    )
    _first(trace, stays, window)
    page.table(
        {
            _("way"): [_("a document in a window"), _("packed")],
            _("windows"): [given.alone, given.packed],
            _("places in them"): [window * given.alone, window * given.packed],
            _("tokens of text"): [given.tokens, given.tokens],
            _("empty places (%)"): [round(100 * given.padding(window, packed), 1) for packed in (False, True)],
        },
        caption=_("Windows of tokens"),
    )


def sentence(tokens: np.ndarray, stays: np.ndarray, given: Windows, window: int) -> str:
    text = _(
        "{documents:,|document is|documents are} left: **{tokens:,} tokens** of the {all:,} that were collected "
        "({share}). A network reads {window} at a time. Begin a window with each document, and {alone} windows are "
        "needed, of whose places {empty} hold nothing; **pack** one document after the other, and {packed} do "
        "({packed_empty} empty). "
    )
    kept = int(tokens[stays].sum())
    values = {"documents": int(stays.sum()), "tokens": kept, "all": int(tokens.sum()), "window": window}
    values |= {"share": show(kept / tokens.sum(), ".0%"), "alone": given.alone, "packed": given.packed}
    values |= {"empty": show(given.padding(window, False), ".0%")}
    values |= {"packed_empty": show(given.padding(window, True), ".1%")}
    if given.packed < given.alone:
        text += _("Empty places cost as much to compute as full ones. The price of packing: a window begins anywhere.")
    else:
        text += _("Here packing saves nothing.")
    return fill(text, values)


def _first(trace: Trace, stays: np.ndarray, window: int) -> None:
    """The first packed window, as text; where a document ends, a mark."""
    ids: list[int] = []
    texts = [text for text, stay in zip(filters.texts(trace), stays.tolist(), strict=True) if stay]
    for document in texts:
        if len(ids) >= window:
            break
        ids += [*tokenizer.encode(document), END]
    text = _text(ids[:window])
    st.caption(_("The first packed window; ⏹ ends a document"))
    st.text(text if len(text) <= SHOWN else f"{text[:SHOWN]}…")


def _text(ids: list[int]) -> str:
    documents: list[list[int]] = [[]]
    for token_id in ids:
        if token_id == END:
            documents.append([])
        else:
            documents[-1].append(token_id)
    return " ⏹ ".join(tokenizer.decode(part) for part in documents)
