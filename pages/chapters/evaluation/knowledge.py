"""Tests of knowledge: a small exact one that runs here, and published scores beside chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from models.engine import Trace
from models.text.kinds import TESTS, Benchmark
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill, percent, show
from pages.chapters.evaluation import charts
from pages.chapters.evaluation.tests_numbers import PUBLISHED, SOURCE, Result, answers, published, result
from pages.frame import export, running, watching
from pages.frame.frame import Frame


def draw(page: Frame, choice: Mapping[str, Any]) -> None:
    trace = running.aside(page.ask(Benchmark, choice))
    if trace is None:
        return
    ours = result(trace, name(trace))
    st.markdown(said(ours))
    others = watching.several([r for r in TESTS if r != trace.request], "tests", _("Run the others"), ":material/quiz:")
    rows = [ours, *(result(other, name(other)) for other in others or ())]
    page.figure(
        charts.shares(rows, theme.palette()),
        "tests",
        alt=_("Right answers of small tests, with their 95 % interval, beside chance."),
        table_elsewhere=True,
    )
    note = _("Chance: the best answer that is always the same. The first number or name that the model writes counts.")
    st.markdown(f":small[{note} {export.cost(trace)}]")
    page.table(_table(rows), caption=_("Small tests"))
    given = answers(trace)
    page.table(
        {
            _("question"): [question.prompt for question, _text, _right in given],
            _("right answer"): [question.answer for question, _text, _right in given],
            _("the model wrote"): [text.strip() for _question, text, _right in given],
            _("right?"): [_("yes") if right else _("no") for _question, _text, right in given],
        },
        label=_("Every question and answer"),
    )
    _published(page)


def name(trace: Trace) -> str:
    request = trace.request
    assert isinstance(request, Benchmark)
    if request.task == "capitals":
        return _("Capitals")
    return fill(_("Addition, {digits:,|digit|digits}"), {"digits": request.digits})


def said(ours: Result) -> str:
    low, high = ours.interval
    text = _("**{name}: {k} of {n} right**, {share}; 95 % interval {low} to {high}. Chance: {chance}. ")
    if low <= ours.chance <= high:
        text += _("Chance lies inside the interval: this test does not show that the model can do it.")
    elif ours.share > ours.chance:
        text += _("Chance lies below the interval: this is more than luck.")
    else:
        text += _("Chance lies above the interval: an answer that is always the same would do better.")
    values = {"name": ours.name, "k": ours.right, "n": ours.count, "share": show(ours.share, ".0%")}
    values |= {"low": show(low, ".0%"), "high": show(high, ".0%"), "chance": percent(ours.chance)}
    return fill(text, values)


def _table(rows: list[Result]) -> dict[str, list[Any]]:
    return {
        _("test"): [row.name for row in rows],
        _("questions"): [row.count for row in rows],
        _("right"): [row.right for row in rows],
        _("right (%)"): [round(100 * row.share, 1) for row in rows],
        _("95 % interval (%)"): ["{:.1f} – {:.1f}".format(*(100 * end for end in row.interval)) for row in rows],
        _("chance (%)"): [round(100 * row.chance, 2) for row in rows],
    }


def _published(page: Frame) -> None:
    rows = published()
    st.subheader(_("Published scores of this model"), anchor=False)
    page.figure(
        charts.shares(rows, theme.palette()),
        "published",
        alt=_("Published scores of SmolLM2-135M-Instruct on five public tests, beside chance."),
        table_elsewhere=True,
    )
    note = _(
        "Not measured here: SmolLM2-135M-Instruct, no examples in the prompt, lm-eval, as [published]"
        "({source}) (column “Baseline”). Intervals are ours, from the number of questions."
    ).format(source=SOURCE)
    st.markdown(f":small[{note}]")
    page.table(
        {_("test"): [t.name for t in PUBLISHED], _("what it asks"): [_(t.what) for t in PUBLISHED]}
        | {key: column for key, column in _table(rows).items() if key != _("test")},
        caption=_("Published scores"),
    )
