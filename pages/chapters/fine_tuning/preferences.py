"""Learning from pairs: of two answers to a question one is preferred, and nobody says what makes it better."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from models.engine import Step, Trace
from models.fine_tuning.examples import lines_of
from models.fine_tuning.kinds import MeasureStep, Prefer, PreferStep
from models.prepared import prepared
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import escape, fill, show
from pages.chapters.fine_tuning import charts
from pages.chapters.fine_tuning.steps import of_kind, texts
from pages.frame import export, running
from pages.frame.frame import Frame


def draw(page: Frame, pairs: str) -> None:
    request = page.ask(Prefer, pairs=pairs)
    trace = prepared(request) or running.aside(request, _while_it_learns(request))
    if trace is None:
        return
    st.markdown(_said(trace))
    made = of_kind(trace.steps, PreferStep)
    page.figure(
        charts.margins([step.margins for step in made], theme.palette()),
        "margins",
        alt=_("How far the better answer of each pair is ahead of the other, update by update."),
        table_elsewhere=True,
    )
    page.table(
        {
            _("update"): [step.number for step in made],
            _("loss (nats per pair)"): [round(step.loss, 4) for step in made],
            _("lowest margin"): [round(float(step.margins.min()), 3) for step in made],
            _("mean margin"): [round(float(step.margins.mean()), 3) for step in made],
            _("highest margin"): [round(float(step.margins.max()), 3) for step in made],
        },
        caption=_("The margins of all pairs, update by update"),
    )
    before, after = (texts(step.answers) for step in of_kind(trace.steps, MeasureStep))
    st.markdown(f":small[{export.cost(trace)}]")
    for question, *answers in zip(lines_of(request.questions), before, after, strict=True):
        st.markdown(f"**{escape(question)}**")
        for place, name, answer in zip(st.columns(2), (_("before"), _("after")), answers, strict=True):
            with place:
                st.markdown(f":small[{name}]")
                st.text(answer)


def _while_it_learns(request: Prefer) -> running.Draw:
    place = st.empty()

    def show_progress(steps: Sequence[Step]) -> None:
        made = of_kind(steps, PreferStep)
        if not made or len(of_kind(steps, MeasureStep)) > 1:
            place.empty()
            return
        text = _("Update {n} of {total}").format(n=made[-1].number, total=request.steps)
        place.progress(made[-1].number / request.steps, text)

    return show_progress


def _said(trace: Trace) -> str:
    made, (before, after) = of_kind(trace.steps, PreferStep), of_kind(trace.steps, MeasureStep)
    text = _(
        "Before the last of {n:,|update|updates} the better answer had gained on the other one in **{ahead} of "
        "{pairs} pairs**; the loss fell from {first} to {last} nats per pair. Of {questions} questions that were in no "
        "pair, **{changed}** got another answer. Perplexity of other text: {before} → {after}."
    )
    return fill(
        text,
        {
            "n": len(made),
            "ahead": int((made[-1].margins > 0).sum()),
            "pairs": len(made[-1].margins),
            "first": show(made[0].loss, ".3f"),
            "last": show(made[-1].loss, ".3f"),
            "questions": len(before.answers),
            "changed": int((before.answers != after.answers).any(1).sum()),
            "before": show(before.perplexity, ".1f"),
            "after": show(after.perplexity, ".1f"),
        },
    )
