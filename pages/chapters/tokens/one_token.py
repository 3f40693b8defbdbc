"""One token of the text: its id, its characters, its bytes, where it comes from, and the merges that made it."""

from __future__ import annotations

import streamlit as st

from models.text import tokenizer
from pages.basics.language import _
from pages.basics.words import escape, show
from pages.chapters.tokens import numbers
from pages.frame import controls


def pick(text: str, number: int) -> None:
    """Inspects the token with this index in a text's row; for callbacks. Nothing, where the field holds another text,
    with another token there."""
    if controls.value("sentence") == text:
        controls.put(token=number + 1)


def draw(token_id: int, number: int, count: int, deep: bool) -> None:
    """Token `number` of `count`, counted from 1; in depth also the merges that made it."""
    data = tokenizer.piece_bytes(token_id)
    characters = numbers.characters_of(data)
    origin = {
        "structure": _("It marks structure and stands for no text."),
        "byte": _("It is a single byte: there from the start, never merged."),
        "merge": _("It was learned as merge {n} of {all}. Earlier merges were more frequent."),
    }[numbers.origin(token_id)]
    merges = tokenizer.learned()
    origin = origin.format(n=show(numbers.merge_number(token_id) or 0, ",d"), all=show(merges, ",d"))
    lines = [
        f"**{_('Token {n} of {count}').format(n=number, count=show(count, ',d'))}: {_piece(data)}**\n",
        _("- id **{n}** of 0 to {last}").format(n=show(token_id, ",d"), last=show(tokenizer.vocab_size - 1, ",d")),
        _("- {n|character|characters}").format(n=characters) if characters is not None else _("- part of a character"),
        _("- {n|byte|bytes}: {hex}").format(
            n=len(data), hex=f"{data[:32].hex(' ').upper()}{' …' if len(data) > 32 else ''}"
        ),
        f"- {origin}",
    ]
    st.markdown("\n".join(lines))
    if deep and (made := tokenizer.merges_of(token_id)):
        st.markdown(f"**{_('The merges that made it')}**")
        st.table(
            {
                _("merge"): [show(n, ",d") for _left, _right, n in made],
                _("joins"): [f"{_piece(left)} + {_piece(right)}" for left, right, _n in made],
                _("to"): [_piece(left + right) for left, right, _n in made],
            },
            border="horizontal",
            alt=_("The merges that made it"),
        )


def _piece(data: bytes) -> str:
    return escape(tokenizer.visible_bytes(data))
