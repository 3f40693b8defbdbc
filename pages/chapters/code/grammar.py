"""Writing under Python's grammar: everything can be read, and how much of it is right."""

from __future__ import annotations

import streamlit as st

from models.code.measured import VARIANTS
from models.engine.translation import N_
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.code import charts, often
from pages.frame.frame import Frame

NAMES = {
    "free": N_("temperature 0.6"),
    "grammar": N_("temperature 0.6, grammar"),
    "hot": N_("temperature 1.2"),
    "hot_grammar": N_("temperature 1.2, grammar"),
}
assert set(NAMES) < set(VARIANTS)


def draw(page: Frame) -> None:
    st.markdown(summary(often.readable("hot"), often.readable("hot_grammar"), often.right("hot_grammar")))
    rows = [(_(name), often.readable(variant), often.right(variant)) for variant, name in NAMES.items()]
    page.figure(
        charts.under_grammar(rows, theme.palette()),
        "grammar",
        alt=_("Of all drawn tries: how many Python can read, and how many are right, with and without the grammar."),
    )
    note = _(
        "Run ahead, all tasks, drawn tries, 95 % intervals over tasks. Under the grammar each token is tried on "
        "Python's own compiler: where the text could no longer become Python, the next token is drawn. A text that was "
        "cut off by its length ends at its last readable line."
    )
    st.markdown(f":small[{note}]")


def summary(free: often.Count, kept: often.Count, right: often.Count) -> str:
    values = {"free": free.share, "kept": kept.share, "right": right.share}
    said = _(
        "At temperature 1.2 Python can read **{free:.0%}** of the tries, and **{kept:.0%}** under the grammar. "
        "Right are **{right:.0%}** of these."
    )
    end = ""
    if right.share < kept.share:
        end = _("A grammar knows what Python can read, and nothing of what you want.")
    return f"{fill(said, values)} {end}".strip()
