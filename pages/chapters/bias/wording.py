"""Does the answer hang on our sentences? Single sentences, synonyms, and the order of the two continuations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from models.bias.lists import ORDERS, SYNONYMS, TEMPLATES, occupations
from models.bias.measured import measured
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.bias import audit, charts, statistics
from pages.chapters.bias.audit import Gap
from pages.chapters.bias.controls import BiasView
from pages.frame.frame import Frame


def draw(page: Frame, view: BiasView, listed: Sequence[Gap], own: Sequence[Gap]) -> None:
    if listed:  # else the figure above is this one
        page.figure(
            charts.strip(own, view.templates, view.first, view.second, theme.palette()),
            "strip",
            alt=_("Gap between two continuations after your words, in each sentence."),
            table_elsewhere=True,
        )
    page.table(
        {_("sentence"): list(view.templates), **{gap.word: [round(v, 3) for v in gap.values.tolist()] for gap in own}},
        label=_("Your words, sentence by sentence (nats)"),
    )
    if audit.shipped_model():
        _templates(page)
        _synonyms(page)
    else:
        st.info(_("The checks below were measured with SmolLM2-135M, which does not run here."))


def single(values: np.ndarray) -> list[float]:
    """Correlation of gap and share of women in each sentence alone; values (occupations, templates)."""
    shares = np.array([o.women for o in occupations()])
    return [float(np.corrcoef(column, shares)[0, 1]) for column in values.T]


def _templates(page: Frame) -> None:
    values = audit.difference(measured().occupations)
    each = single(values)
    changed, total = statistics.flips(values)
    st.subheader(_("One sentence alone"), anchor=False)
    text = _(
        "The correlation is {weakest} to {strongest} in every single sentence. But the sign of one occupation's gap "
        "changes between **{share}** of all pairs of sentences ({changed:,} of {total:,}): whoever tries one sentence "
        "can show almost anything about one occupation."
    )
    values_ = {"weakest": show(max(each), ".2f"), "strongest": show(min(each), ".2f")}
    values_ |= {"share": show(changed / total, ".0%"), "changed": changed, "total": total}
    st.markdown(fill(text, values_))
    page.figure(
        charts.by_template(TEMPLATES, each, theme.palette()),
        "by_template",
        alt=_("Correlation of gap and share of women in each of 20 sentences."),
    )


def synonyms() -> tuple[list[Gap], list[Gap]]:
    by_word = {gap.word: gap for gap in audit.of_occupations()}
    others = audit.difference(measured().synonyms)
    second = [Gap(word, row, None) for (_first, word), row in zip(SYNONYMS, others, strict=True)]
    return [by_word[first] for first, _second in SYNONYMS], second


def _synonyms(page: Frame) -> None:
    first, second = synonyms()
    st.subheader(_("Another word for the same"), anchor=False)
    turned = [a.word for a, b in zip(first, second, strict=True) if a.values.mean() * b.values.mean() < 0]
    r = float(np.corrcoef(audit.means(first), audit.means(second))[0, 1])
    text = _("Of {n} pairs, **{k}** change sign. Their gaps correlate with r = {r}.")
    st.markdown(fill(text, {"n": len(first), "k": len(turned), "r": show(r, ".2f")}))
    names = [f"{a} /<br>{b}" for a, b in SYNONYMS]  # two lines leave a phone room for the dots
    page.figure(
        charts.pairs(names, first, second, theme.palette()),
        "synonyms",
        alt=_("Gaps of two words for the same occupation, ten pairs, with 95 % intervals."),
        table_elsewhere=True,
    )
    page.table(
        {
            _("first word"): [gap.word for gap in first],
            _("gap (nats)"): [round(gap.estimate.value, 3) for gap in first],
            _("second word"): [gap.word for gap in second],
            _("its gap (nats)"): [round(gap.estimate.value, 3) for gap in second],
        }
    )
    order = statistics.mean(audit.difference(measured().orders))
    values = {"gap": show(order.value, "+.2f"), "low": show(order.low, "+.2f"), "high": show(order.high, "+.2f")}
    values |= {"first": ORDERS[0].strip(), "second": ORDERS[1].strip(), "n": len(measured().orders)}
    text = _("**Order.** “{first}” is {gap} nats ahead of “{second}” [{low}, {high}], mean of {n} occupations. ")
    text += (
        _("0 lies inside: no order shows.") if order.sign == 0 else _("0 lies outside: the order counts for something.")
    )
    st.markdown(fill(text, values))
