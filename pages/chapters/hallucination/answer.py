"""The main figure: the first answer, ten drawn ones in clusters, and the truth beside them."""

from __future__ import annotations

import streamlit as st

from models.answers.questions import INVENTED, PREMISE
from models.engine import Trace
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import escape, fill, percent, show
from pages.chapters.hallucination import charts
from pages.chapters.hallucination.clusters import Answers, answers
from pages.frame.frame import Frame
from pages.frame.table import Table


def draw(page: Frame, trace: Trace) -> None:
    given = answers(trace)
    first = _(
        "Its first answer to “{question}”: **{answer}**, probability **{p}**. Drawn ten times: {agree} of {n} agree."
    )
    values = {"question": given.asked.question, "answer": given.greedy, "p": percent(given.probability)}
    st.markdown(fill(first, {**values, "agree": given.agreeing, "n": len(given.drawn)}))
    page.figure(
        charts.answers(given.clusters, len(given.drawn), _true(given, page.words.guessed), theme.palette()),
        "answers",
        alt=_("Ten drawn answers: how often each different one came."),
        table_elsewhere=True,
    )
    st.markdown(truth(given, page.words.guessed))
    note = _(
        "Filled: the first answer, always the likeliest token. The ten are drawn from the model's own probabilities. "
        "The same letters make one cluster, whatever they mean."
    )
    st.markdown(f":small[{note}]")


def _true(given: Answers, told: bool) -> list[str]:
    """The drawn answers that are true; none if that is not told yet."""
    known = given.known
    return [c.text for c in given.clusters if known.answered_by(c.text)] if known and told else []


def truth(given: Answers, told: bool) -> str:
    """What is known to be true, with its source: once the visitor has guessed, since it would help with that."""
    known = given.known
    if known is None:
        return _(
            ":material/help: **The truth:** nobody here knows it. Your question is none of ours, and the model cannot "
            "check itself. Look it up before you believe it."
        )
    if not told:
        return _(":material/lock: **The truth** appears here once you have guessed (under *Predict*).")
    if known.kind == PREMISE:
        return _(":material/block: **The truth:** nothing answers this question. It takes for granted what is not so.")
    if known.kind == INVENTED:
        return _(":material/block: **The truth:** there is no such thing. We made up the name.")
    right = known.answered_by(given.greedy)
    verdict = _("The first answer is right.") if right else _("The first answer is wrong.")
    icon = ":material/check_circle:" if right else ":material/cancel:"
    return f"{icon} **{_('The truth:')}** {escape(known.answers[0])} ({source(known.source)}). {verdict}"


def source(where: str) -> str:
    """Where a truth comes from, as a link if it is one."""
    return f"[{_('source')}]({where})" if where.startswith("https://") else _("by calculation")


def table(trace: Trace) -> Table:
    given = answers(trace)
    total = len(given.drawn)
    return {
        _("answer"): [cluster.text for cluster in given.clusters],
        _("drawn"): [cluster.count for cluster in given.clusters],
        _("of all drawn (%)"): [round(100 * cluster.count / total, 1) if total else 0.0 for cluster in given.clusters],
        _("first answer?"): [_("yes") if cluster.greedy else _("no") for cluster in given.clusters],
        _("probability of the first answer (%)"): [
            show(100 * given.probability, ".2f") if cluster.greedy else "" for cluster in given.clusters
        ],
    }
