"""Questions that nothing answers: false premises and invented names, and how sure the model is there."""

from __future__ import annotations

import streamlit as st

from models.answers.questions import INVENTED, PREMISE, declines
from pages.basics import theme
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.hallucination import asked, charts
from pages.frame.frame import Frame


def draw(page: Frame, threshold: int) -> None:
    known, impossible = asked.known(), asked.unanswerable()
    groups = [
        (_("a known answer"), [asked.agreeing(row) for row in known]),
        (_("nothing answers it"), [asked.agreeing(row) for row in impossible]),
    ]
    st.markdown(outcome())
    st.markdown(held(threshold))
    page.figure(
        charts.held_back(groups, threshold, theme.palette()),
        "held",
        alt=_("What is still answered at each threshold, for questions with and without an answer."),
        table_elsewhere=True,
    )
    thresholds = range(asked.SAMPLES + 1)
    page.table(
        {_("agree (of 10)"): list(thresholds)}
        | {
            fill(_("{group}: answered of {n}"), {"group": name, "n": len(values)}): [
                sum(value >= t for value in values) for t in thresholds
            ]
            for name, values in groups
        },
        caption=_("What is still answered at each threshold"),
    )
    st.subheader(_("How often do ten answers agree?"), anchor=False)
    st.markdown(confidence())
    page.figure(
        charts.groups(groups, theme.palette()),
        "groups",
        alt=_("How many of ten drawn answers agree, for questions with and without an answer."),
    )
    note = _("**Prepared**: SmolLM2-135M-Instruct answered {n} questions ahead (`python -m models.answers.measure`).")
    st.markdown(f":small[{fill(note, {'n': len(known) + len(impossible)})}]")
    kinds = {PREMISE: _("takes for granted what is not so"), INVENTED: _("invented name")}
    page.table(
        {
            _("question"): [row.question.question for row in impossible],
            _("why nothing answers it"): [kinds[row.question.kind] for row in impossible],
            _("first answer"): [row.greedy for row in impossible],
            _("agree (of 10)"): [asked.agreeing(row) for row in impossible],
            _("probability (%)"): [round(100 * row.probability, 2) for row in impossible],
        },
        label=_("Every question that nothing answers"),
    )


def outcome() -> str:
    """How often it declined to answer what nothing answers, and the surest of its answers."""
    rows = asked.unanswerable()
    refused = [row for row in rows if declines(row.greedy)]
    low, high = wilson(len(refused), len(rows))
    surest = max((row for row in rows if row not in refused), key=asked.agreeing, default=None)
    text = _(
        "{n} questions have no answer: they take for granted what is not so, or ask about a name that we made up. It "
        "said so **{k} times** ({low} to {high}, 95 % interval). "
    )
    values = {"n": len(rows), "k": len(refused), "low": show(low, ".0%"), "high": show(high, ".0%")}
    if surest is not None:
        text += _("Else it answered as if all was well. Its surest: “{question}” → *{answer}*, {agree} of 10 agree.")
        values |= {"question": surest.question.question, "answer": surest.greedy, "agree": asked.agreeing(surest)}
    return fill(text, values)


def confidence() -> str:
    """Whether agreement tells these questions apart: by the means of the groups and their standard errors."""
    known = asked.mean([asked.agreeing(row) for row in asked.known()])
    nothing = asked.mean([asked.agreeing(row) for row in asked.unanswerable()])
    text = _(
        "Mean agreement: **{known} of 10** where there is an answer (95 % interval ± {margin}), **{nothing} of 10** "
        "where there is none (± {other}). "
    )
    values = {"known": show(known.value, ".1f"), "margin": show(known.margin, ".1f")}
    values |= {"nothing": show(nothing.value, ".1f"), "other": show(nothing.margin, ".1f")}
    if known.value - nothing.value > known.margin + nothing.margin:
        text += _("The drawn answers scatter where there is nothing to know: a sign that nobody sees in one answer.")
    else:
        text += _("The drawn answers do not give it away.")
    return fill(text, values)


def held(threshold: int) -> str:
    """What a threshold does to questions that nothing answers, and what it costs: known questions held back."""
    nothing, known = asked.unanswerable(), asked.known()
    still, kept = ([row for row in rows if asked.agreeing(row) >= threshold] for rows in (nothing, known))
    low, high = wilson(len(still), len(nothing))
    least, most = wilson(len(kept), len(known))
    values = {"t": threshold, "k": len(still), "n": len(nothing), "low": show(low, ".0%"), "high": show(high, ".0%")}
    values |= {"kept": len(kept), "known": len(known), "least": show(least, ".0%"), "most": show(most, ".0%")}
    text = _(
        "If it answered only where {t} of ten agree, it would still answer **{k} of {n}** questions that have no "
        "answer ({low} to {high}), and **{kept} of {known}** that have one ({least} to {most}). "
    )
    if len(still) == len(nothing) and len(kept) == len(known):
        text += _("This threshold holds nothing back.")
    elif high < least:
        text += _("It holds back more of what nothing answers. The price is what it keeps back of the others.")
    else:
        text += _("That these intervals overlap means: it may hold back both alike.")
    return fill(text, values)
