"""One character more in the prompt, the line break after the docstring, and what becomes of the greedy tries."""

from __future__ import annotations

import streamlit as st

from models.code.measured import Tried, measured
from models.text import tokenizer
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.code import charts
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
    cut = " ".join(f"`{tokenizer.visible(i)}`" for i in tokenizer.encode('."""\n    return'))
    explained = _(
        "So the tokenizer cuts such a place: {pieces}. The line break and three of the four spaces are one token; the "
        "fourth belongs to the next word. A prompt that ends after the line break has cut that token in two, which "
        "hardly ever happens in the texts that the model learned from."
    )
    st.markdown(explained.replace("{pieces}", cut))


def counted(tries: list[Tried]) -> dict[str, int]:
    """right, empty, other → how many."""
    kinds = [one.verdict if one.verdict in ("right", "empty") else "other" for one in tries]
    return {kind: kinds.count(kind) for kind in ("right", "empty", "other")}


def summary(before: list[Tried], after: list[Tried]) -> str:
    first, then = counted(before), counted(after)
    said = _("With the line break in the prompt **{empty} of {n}** functions are empty, without it {was}.")
    return fill(said, {"empty": then["empty"], "n": len(after), "was": first["empty"]})
