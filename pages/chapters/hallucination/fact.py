"""The remedy: a fact in the prompt, given or looked up, and what an irrelevant or false one does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from models.answers.kinds import Ask
from models.answers.measured import VARIANTS
from models.answers.questions import false_fact, irrelevant_fact, known, of
from models.answers.retrieval import Hit, hits
from models.engine import Trace
from models.prepared import prepared
from pages.basics import theme
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, percent, show
from pages.chapters.hallucination import asked, charts
from pages.chapters.hallucination.asked import Count
from pages.chapters.hallucination.clusters import Answers, answers
from pages.frame import controls, export, running
from pages.frame.frame import Frame


@dataclass(frozen=True)
class Given:
    text: str  # the fact; "" where there is none
    found: tuple[Hit, ...] = ()  # what was looked up, best first


def choose() -> dict[str, str]:
    """Which fact is put into the prompt, and a field for the visitor's own where that is wanted."""
    how = str(controls.draw("given"))
    return {"given": how, "fact": controls.draw("fact") if how == "own" else controls.value("fact")}


def draw(page: Frame, trace: Trace, choice: Mapping[str, Any]) -> None:
    assert isinstance(trace.request, Ask)
    st.subheader(_("With a fact and without"), anchor=False)
    _live(page, trace, given(trace.request.question, choice["given"], choice["fact"]))
    st.subheader(_("The same for all known questions"), anchor=False)
    _measured(page)


def given(question: str, how: str, own: str) -> Given:
    """The fact that a choice puts above the question."""
    shipped = of(question)
    number = known().index(shipped) if shipped in known() else None
    if how == "own":
        return Given(own)
    if how in ("retrieved", "missing"):
        found = tuple(hits(question, without=shipped.fact if shipped and how == "missing" else ""))
        return Given(found[0].fact if found else "", found)
    if how == "irrelevant":
        return Given(irrelevant_fact(number or 0))
    if number is None:
        return Given("")
    return Given(known()[number].fact if how == "right" else false_fact(number)[0])


def _live(page: Frame, trace: Trace, chosen: Given) -> None:
    if chosen.found:
        page.table(
            {
                _("fact"): [hit.fact for hit in chosen.found],
                _("BM25 score (no unit)"): [round(hit.score, 2) for hit in chosen.found],
            },
            label=_("What the search found among {n} facts").format(n=len(known())),
        )
    if not chosen.text:
        st.info(
            _(
                "There is no such fact for this question. Choose one of the questions that come with the app, or write "
                "your own fact."
            ),
            icon=":material/search_off:",
        )
        return
    assert isinstance(trace.request, Ask)
    request = page.for_figure("fact", Ask, question=trace.request.question, seed=trace.request.seed, fact=chosen.text)
    helped = prepared(request) or running.aside(request)
    if helped is None:
        return
    with_fact = answers(helped)
    st.markdown(compared(answers(trace), with_fact))
    page.figure(
        charts.answers(with_fact.clusters, len(with_fact.drawn), palette=theme.palette()),
        "helped",
        alt=_("Ten drawn answers with the fact in the prompt."),
        table_elsewhere=True,
    )
    page.table(_table(with_fact))
    st.markdown(f":small[{export.cost(helped)}]")


def _table(given: Answers) -> dict[str, list[Any]]:
    return {
        _("answer"): [cluster.text for cluster in given.clusters],
        _("drawn"): [cluster.count for cluster in given.clusters],
        _("first answer?"): [_("yes") if cluster.greedy else _("no") for cluster in given.clusters],
    }


def compared(without: Answers, with_fact: Answers) -> str:
    """Both first answers, and what is known of them."""
    text = _(
        "It reads: “{fact}” Without it: *{before}* ({before_p}, {before_k} of {n} agree). With it: **{after}** "
        "({after_p}, {after_k} of {n} agree). "
    )
    values = {"fact": with_fact.asked.fact, "n": len(with_fact.drawn)}
    for name, one in (("before", without), ("after", with_fact)):
        values |= {name: one.greedy, f"{name}_p": percent(one.probability), f"{name}_k": one.agreeing}
    question = with_fact.known
    if question is None:
        text += _("Whether that is right, nobody here knows.")
    elif not question.answers:
        text += _("Nothing answers this question.")
    else:
        right = question.answered_by(without.greedy), question.answered_by(with_fact.greedy)
        text += {
            (False, True): _("The fact turned a wrong answer into the right one."),
            (True, False): _("The fact made a right answer wrong."),
            (True, True): _("Right with and without it."),
            (False, False): _("Wrong with and without it."),
        }[right]
    return fill(text, values)


def counts() -> dict[str, Count]:
    """Right answers of all known questions: without a fact ("none"), and for each variant."""
    rows = asked.known()
    variants = {v: Count(sum(row.right_with(v) for row in rows), len(rows)) for v in VARIANTS}
    return {"none": asked.count(rows)} | variants


def lies() -> Count:
    """How often the false fact is repeated."""
    rows = asked.known()
    return Count(sum(row.repeats_the_lie for row in rows), len(rows))


def names() -> dict[str, str]:
    return {
        "none": _("no fact"),
        "right": _("the right fact"),
        "retrieved": _("looked up"),
        "missing": _("looked up, right one missing"),
        "irrelevant": _("an irrelevant fact"),
        "false": _("a false fact"),
    }


def _measured(page: Frame) -> None:
    counted, repeated, titles = counts(), lies(), names()
    st.markdown(outcome(counted, repeated))
    page.figure(
        charts.helped([(titles[k], counted[k]) for k in titles], repeated, titles["false"], theme.palette()),
        "remedy",
        alt=_("Right answers without a fact and with five kinds of facts in the prompt."),
        table_elsewhere=True,
    )
    note = _("**Prepared**: greedy answers of SmolLM2-135M-Instruct to {n} questions, each kind of fact in turn.")
    st.markdown(f":small[{fill(note, {'n': counted['none'].n})}]")
    rows = [(titles[k], counted[k]) for k in titles] + [(_("a false fact is repeated"), repeated)]
    page.table(
        {
            _("in the prompt"): [name for name, _count in rows],
            _("right"): [count.right for _name, count in rows],
            _("of"): [count.n for _name, count in rows],
            _("right (%)"): [round(100 * count.share, 1) for _name, count in rows],
            _("95 % interval (%)"): [
                "{:.1f} – {:.1f}".format(*(100 * end for end in wilson(count.right, count.n))) for _name, count in rows
            ],
        },
        caption=_("Right answers by the fact in the prompt"),
    )


def outcome(counted: Mapping[str, Count], repeated: Count) -> str:
    """What each kind of fact does, as far as the intervals show it."""
    base = counted["none"]
    words = [fill(_("Without a fact {k} of {n} are right. "), {"k": base.right, "n": base.n})]
    for name, better, worse in (
        ("right", _("The right fact helps: {share}. "), _("Even the right fact hurts: {share}. ")),
        (
            "retrieved",
            _("Looked up by shared words, it helps, too: {share}. "),
            _("What is looked up hurts: {share}. "),
        ),
        ("irrelevant", _("An irrelevant fact helps: {share}. "), _("An irrelevant fact is worse than none: {share}. ")),
        (
            "missing",
            _("A near miss helps: {share}. "),
            _("And where the right one is missing, a near miss hurts: {share}. "),
        ),
    ):
        count = counted[name]
        if apart(base, count):
            words.append(fill(better if count.share > base.share else worse, {"share": show(count.share, ".0%")}))
    values = {"lie": show(repeated.share, ".0%"), "k": repeated.right, "n": repeated.n}
    words.append(fill(_("A false fact is repeated {k} times of {n} ({lie})."), values))
    return "".join(words)


def apart(a: Count, b: Count) -> bool:
    """Whether the 95 % intervals do not overlap."""
    (low, high), (other_low, other_high) = wilson(a.right, a.n), wilson(b.right, b.n)
    return high < other_low or other_high < low
