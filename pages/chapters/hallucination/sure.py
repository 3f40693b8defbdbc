"""Sure and right are two things: the four cells, the calibration, and what is left of the answers that are sure."""

from __future__ import annotations

import streamlit as st

from models.answers.measured import Measured
from pages.basics import theme
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, percent, show
from pages.chapters.hallucination import asked, charts, picked
from pages.chapters.hallucination.asked import SAMPLES
from pages.frame.frame import Frame


def draw(page: Frame, threshold: int) -> None:
    st.markdown(outcome(threshold))
    counts = [asked.count(asked.sure(t)) for t in range(SAMPLES + 1)]
    page.figure(
        charts.thresholds(counts, len(asked.known()), threshold, theme.palette()),
        "thresholds",
        alt=_("What is answered at each threshold, and how much of it is right."),
    )
    _cells(threshold)
    st.subheader(_("Does agreement mean what it says?"), anchor=False)
    st.markdown(calibrated())
    page.figure(
        charts.calibration(asked.by_agreement(), theme.palette()),
        "calibration",
        alt=_("Share of right answers by how many of ten drawn answers agree with the first."),
    )
    st.markdown(f":small[{prepared()}]")
    page.table(_every(), label=_("Every question, with its truth and source"))


def prepared() -> str:
    """Where the numbers of the whole set come from."""
    text = _(
        "**Prepared**: SmolLM2-135M-Instruct answered all {n} questions ahead, greedily and ten times drawn "
        "(`python -m models.answers.measure`). Larger dots: more questions."
    )
    return fill(text, {"n": len(asked.known())})


def outcome(threshold: int) -> str:
    """What the threshold does to the answers."""
    every, kept = asked.count(asked.known()), asked.count(asked.sure(threshold))
    values = {"t": threshold, "n": kept.n, "all": every.n, "k": kept.right, "before": show(every.share, ".0%")}
    if not kept.n:
        return fill(_("No question has {t} of ten answers that agree: it would answer nothing."), values)
    low, high = wilson(kept.right, kept.n)
    values |= {"share": show(kept.share, ".0%"), "low": show(low, ".0%"), "high": show(high, ".0%")}
    values |= {"answered": show(kept.n / every.n, ".0%"), "lost": every.right - kept.right}
    text = _(
        "With at least {t} of ten it answers **{n} of {all}** questions ({answered}), and **{k} of these are right**: "
        "{share}, 95 % interval {low} to {high}. Of all questions it was right about {before}. "
    )
    if kept.n == every.n:
        text += _("This threshold holds nothing back.")
    elif charts.inside(every.share, kept):
        text += _("That may be chance: the interval holds the share of all.")
    elif kept.share > every.share:
        text += _("Asking for agreement helps. The price: {lost} right answers are held back, too.")
    else:
        text += _("Here agreement is a bad sign.")
    return fill(text, values)


def calibrated() -> str:
    agreement, probability = asked.ranked_by_agreement(), asked.ranked_by_probability()
    text = _(
        "Dots on the dashed line would mean: right as often as the answers agree. On average they are "
        "**{error} points** off (expected calibration error). Take one right and one wrong answer: in **{agreement}** "
        "of such pairs (95 % interval {low} to {high}) the right one has more agreement, ties counted half; by its "
        "probability alone in {probability} ({plow} to {phigh}). A coin would have 50 %."
    )
    values = {"error": show(100 * asked.calibration_error(), ".0f"), "agreement": show(agreement.value, ".0%")}
    values |= {"low": show(agreement.low, ".0%"), "high": show(agreement.high, ".0%")}
    values |= {"probability": show(probability.value, ".0%")}
    return fill(text, values | {"plow": show(probability.low, ".0%"), "phigh": show(probability.high, ".0%")})


def _cells(threshold: int) -> None:
    titles = {
        (True, True): _("Sure and right"),
        (True, False): _("Sure and wrong"),
        (False, True): _("Unsure and right"),
        (False, False): _("Unsure and wrong"),
    }
    given, total = asked.cells(threshold), len(asked.known())
    for is_sure in (True, False):
        for column, right in zip(st.columns(2), (True, False), strict=True):
            rows = given[is_sure, right]
            with column.container(border=True, key=f"cell-{int(is_sure)}{int(right)}"):
                low, high = (show(end, ".0%") for end in wilson(len(rows), total))
                head = _("**{title}: {n}** of {total} ({low} to {high})")
                values = {"title": titles[is_sure, right], "n": len(rows), "total": total, "low": low, "high": high}
                st.markdown(fill(head, values))
                if rows:
                    st.markdown(example(rows[0]))
                    picked.ask(rows[0], f"cell_{int(is_sure)}{int(right)}")


def example(row: Measured) -> str:
    text = _("“{question}” → *{answer}* ({agree} of 10 agree, probability {p}). True: {truth}.")
    values = {"question": row.question.question, "answer": row.greedy, "agree": asked.agreeing(row)}
    return fill(text, values | {"p": percent(row.probability), "truth": row.question.answers[0]})


def _every() -> dict[str, list[object]]:
    rows = asked.known()
    return {
        _("question"): [row.question.question for row in rows],
        _("first answer"): [row.greedy for row in rows],
        _("truth"): [" / ".join(row.question.answers) for row in rows],
        _("right?"): [_("yes") if row.right else _("no") for row in rows],
        _("agree (of 10)"): [asked.agreeing(row) for row in rows],
        _("probability (%)"): [round(100 * row.probability, 2) for row in rows],
        _("source"): [row.question.source for row in rows],
    }
