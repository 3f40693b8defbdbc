"""How far the model copies a text that it is given the beginning of."""

from __future__ import annotations

import streamlit as st

from models.engine import Trace
from models.text import tokenizer
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.memorisation import charts
from pages.chapters.memorisation.recall import Recall
from pages.chapters.memorisation.recognised import Beside, of, title
from pages.figures.components.token_strip import Legend, TokenCell, token_strip
from pages.frame import export
from pages.frame.frame import Frame

SHOWN = 24  # tokens of the original after the given ones


def draw(page: Frame, name: str, trace: Trace, beside: Beside | None, given: int) -> None:
    famous = of(trace)
    given = min(given, len(famous.ids) - 1)
    st.markdown(summary(famous, given))
    _original(famous, given)
    lines = [line(name, famous)] + ([] if beside is None else [line(title(beside), of(beside.trace))])
    page.figure(
        charts.copied(lines, given, theme.palette()),
        "copied",
        alt=_("How many tokens the model copies word for word, for each number of tokens that it was given."),
        table_elsewhere=True,
    )
    if beside is not None:
        st.markdown(both(famous, of(beside.trace)))
    note = _(
        "Greedy: always the likeliest token. So it copies as long as the text’s own token is the model’s favourite, "
        "and one pass over the text answers this for every beginning."
    )
    st.markdown(f":small[{note} {export.cost(trace)}]")
    page.table(
        {
            _("text"): [row.name for row in lines for _x in row.x],
            _("tokens given"): [int(x) for row in lines for x in row.x],
            _("tokens copied word for word"): [int(y) for row in lines for y in row.y],
        },
        caption=_("How far it copies"),
    )


def line(name: str, given: Recall) -> charts.Line:
    return charts.Line(name, list(range(1, len(given.ids))), given.copied()[1:].tolist())


def summary(famous: Recall, given: int) -> str:
    copied = int(famous.copied()[given])
    at = given + copied
    named = {"given": given, "copied": copied, "left": len(famous.ids) - given}
    if at == len(famous.ids):
        text = _("Given the first {given:,|token|tokens}, the model copies all of the other {left}.")
        return fill(text, named)
    named |= {
        "instead": tokenizer.visible(int(famous.favourites[at])),
        "original": tokenizer.visible(int(famous.ids[at])),
    }
    text = _(
        "Given the first {given:,|token|tokens}, the model copies **{copied:,|more token|more tokens}** word for word. "
        "Then it writes **{instead}** where the original has **{original}**."
    )
    if copied == 0:
        text = _(
            "Given the first {given:,|token|tokens}, the model copies **nothing**: it goes on with **{instead}** where "
            "the original has **{original}**."
        )
    return fill(text, named)


def both(famous: Recall, other: Recall) -> str:
    """The longest copied stretch from any beginning, of both texts."""
    values = {"famous": int(famous.copied().max()), "other": int(other.copied().max())}
    text = _(
        "The longest stretch from any beginning: {famous:,|token|tokens} of the famous text, {other} of the other."
    )
    return fill(text, values)


def _original(famous: Recall, given: int) -> None:
    """The end of what is given, then the original, each token shaded if it is copied."""
    at = given + int(famous.copied()[given])
    cells = [TokenCell(text=tokenizer.visible(int(i)), sub=_("given")) for i in famous.ids[max(0, given - 4) : given]]
    for i in range(given, min(given + SHOWN, len(famous.ids))):
        favourite = tokenizer.visible(int(famous.favourites[i]))
        title = _("after the original's words, the model's favourite is {favourite}").format(favourite=favourite)
        copied = float(i < at)
        cells.append(TokenCell(text=tokenizer.visible(int(famous.ids[i])), sub=favourite, title=title, strength=copied))
    legend = Legend(title=_("copied"), low=_("no"), high=_("yes"))
    label = _("The original after the given tokens; below each, the model's favourite")
    token_strip(cells, key="original", label=label, legend=legend, pickable=False)
