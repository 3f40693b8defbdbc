"""Rows of the chapter Tokens: the tokens or pieces of a text as chips, and a few numbers in large type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from models.text import tokenizer
from pages.basics.language import _
from pages.basics.words import show
from pages.figures.components.token_strip import Legend, TokenCell, token_strip

CHIPS = 240  # a row of more would be slow to draw, and nobody reads it


def ids_row(
    ids: Sequence[int], key: str, label: str, selected: int | None = None, on_pick: Callable[[int], None] | None = None
) -> None:
    """The tokens of a text as chips: the piece above, its id below."""
    cells = [
        TokenCell(text=tokenizer.visible(i), sub=f"{i}", title=_bytes(i), special=tokenizer.is_special(i))
        for i in ids[:CHIPS]
    ]
    token_strip(cells, key=key, label=label, selected=selected, on_pick=on_pick, pickable=on_pick is not None)
    _rest(len(ids))


def pieces_row(pieces: Sequence[bytes], key: str, label: str, made: bytes = b"") -> None:
    """Pieces without ids as chips; those equal to `made` are shaded."""
    cells = [
        TokenCell(text=tokenizer.visible_bytes(piece), strength=1.0 if piece == made else None)
        for piece in pieces[:CHIPS]
    ]
    legend = Legend(title=_("shaded"), low="", high=_("made by this merge")) if made in pieces else None
    token_strip(cells, key=key, label=label, legend=legend, pickable=False)
    _rest(len(pieces))


def _rest(n: int) -> None:
    if n > CHIPS:
        text = _("The first {shown} of {n} are shown.").format(shown=CHIPS, n=show(n, ",d"))
        st.markdown(f":small[{text}]")


def _bytes(token_id: int) -> str:
    return _("bytes {hex}").format(hex=tokenizer.piece_bytes(token_id).hex(" ").upper())


def numbers_row(values: Mapping[str, str]) -> None:
    """Name → number, in large type."""
    with st.container(horizontal=True, gap="medium", key="numbers"):
        for name, value in values.items():
            st.metric(name, value, width="content")
