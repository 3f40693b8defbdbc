"""One character more in the prompt, the line break after the docstring, and what becomes of the greedy tries."""

from __future__ import annotations

import streamlit as st

from models.code.measured import Tried, measured
from models.text import tokenizer
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.code import charts, often
from pages.frame.frame import Frame


def draw(page: Frame) -> None:
    before, after = ([row.greedy(variant) for row in measured()] for variant in ("free", "line"))
    st.markdown(summary(before, after))
    rows = [(_("after the docstring"), counted(before)), (_("after the line break"), counted(after))]
    page.figure(
        charts.line_break(rows, theme.palette()),
        "line",
        alt=_("What becomes of the greedy tries where the prompt ends before and after the line break."),
    )
    both = tokenizer.encode('."""\n    return')
    pieces = " ".join(f"`{tokenizer.visible(i)}`" for i in both)
    st.markdown(
        fill(_("How the tokenizer cuts such a place: {pieces}. The line break and three of the four spaces are one "
               "token, the fourth belongs to the next word. A prompt that ends after the line break has cut this token in two, a "
               "place that hardly occurs in what the model learned from."), {}).replace("{pieces}", pieces)
    )


def counted(tries: list[Tried]) -> dict[str, often.Count]:
    """right, empty, other → how many."""
    kinds = [one.verdict if one.verdict in ("right", "empty") else "other" for one in tries]
    return {kind: often.Count(kinds.count(kind), len(kinds)) for kind in ("right", "empty", "other")}


def summary(before: list[Tried], after: list[Tried]) -> str:
    first, then = counted(before), counted(after)
    said = _("With the line break in the prompt **{empty} of {n}** functions are empty, without it {was}.")
    return fill(said, {"empty": then["empty"].k, "n": len(after), "was": first["empty"].k})
