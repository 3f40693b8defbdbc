"""Why it happens: a small network learns where invented people were born, and is wrong by how often it read of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from models.engine import Trace
from models.invented_people.kinds import ASKED, EPOCHS, GROUPS, LAWS, STEPS, TOWNS, LearnPeople
from models.invented_people.learned import Learned, learned
from models.prepared import prepared
from pages.basics import memo, theme
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.hallucination import charts
from pages.chapters.hallucination.asked import Count
from pages.frame import controls, export, later, teacher, watching
from pages.frame.frame import Frame

SHOWN = (0, 2, 5)  # of EPOCHS, as lines
LEARN = "world"  # the wish to let one learn


def draw(page: Frame, choice: Mapping[str, Any]) -> None:
    request = page.ask(LearnPeople, choice)
    trace = prepared(request) or _live(request)
    if trace is not None:
        _figure(page, trace)
        _another(request)
    st.subheader(_("What was read once tells what is never known"), anchor=False)
    shipped = [of(known) for known in map(prepared, map(_shipped, LAWS)) if known is not None]
    own = None if trace is None or prepared(request) else of(trace)
    st.markdown(singletons(shipped) + (f" {own_world(own)}" if own else ""))
    page.figure(
        charts.singletons(
            [(row.floor, last(row)) for row in shipped], (own.floor, last(own)) if own else None, theme.palette()
        ),
        "singletons",
        alt=_("Wrong answers of the networks beside the share of sentences about people mentioned once."),
        table_elsewhere=True,
    )
    st.markdown(f":small[{_('**Prepared**: three worlds were learned ahead (`python -m models learn-people`).')}]")
    page.table(_worlds(shipped, own), caption=_("Estimate and wrong answers, world by world"))


def _shipped(spread: Any) -> LearnPeople:
    return LearnPeople(spread=spread)


def _live(request: LearnPeople) -> Trace | None:
    label = _("Let a network learn this world")
    traces = watching.several((request,), LEARN, label, ":material/school:", first=True, planned=STEPS)
    if traces is None:
        st.markdown(_("Nobody has learned this world yet. It takes a few seconds."))
        return None
    return traces[0]


def _another(request: LearnPeople) -> None:
    st.button(
        _("Let a network learn another world, live"),
        key="_another_world",
        icon=":material/school:",
        on_click=_next,
        args=(request.seed + 1,),
        disabled="world" in teacher.fixed(),
    )


def _next(seed: int) -> None:
    controls.put(world=seed)
    later.wish(LEARN)


def of(trace: Trace) -> Learned:
    assert isinstance(trace.request, LearnPeople)
    request = trace.request
    return memo.of(trace, "learned", lambda: learned(request, trace.steps))


def _figure(page: Frame, trace: Trace) -> None:
    chosen = of(trace)
    st.markdown(outcome(chosen))
    names = group_names()
    lines = [(fill(_("after {n:,|reading|readings}"), {"n": EPOCHS[i]}), wrong(chosen, i)) for i in SHOWN]
    page.figure(
        charts.by_times(names, lines, theme.palette()),
        "times",
        alt=_("Wrong answers by how many sentences were about the person, after 1, 4 and 32 readings."),
        table_elsewhere=True,
    )
    note = _(
        "A network of {numbers:,} numbers, {sentences:,} sentences of the kind “Mia Sandberg was born in Oakford” with "
        "{towns} towns, {asked:,} new questions. 95 % intervals."
    )
    values = {"numbers": chosen.numbers, "sentences": chosen.sentences, "towns": TOWNS, "asked": ASKED}
    st.markdown(f":small[{fill(note, values)} {export.cost(trace)}]")
    page.table(
        {_("sentences about the person"): names, _("new questions"): list(chosen.asked)}
        | {f"{name}: {_('wrong (%)')}": [percent(c.share, c.n) for c in counts] for name, counts in lines}
        | {
            _("mean probability of its last answer (%)"): [
                percent(p, n) for p, n in zip(chosen.confidence[-1], chosen.asked, strict=True)
            ]
        },
        caption=_("Wrong answers by how often a person was read of"),
    )


def percent(share: float, n: int) -> float | None:
    """Rounded for a table; None of no questions."""
    return round(100 * share, 1) if n else None


def group_names() -> list[str]:
    return [str(low) if low == high else f"{low}–{high}" if high < 1000 else f"{low}+" for low, high in GROUPS]


def wrong(given: Learned, epoch: int) -> list[Count]:
    """Wrong answers after that one of EPOCHS, by GROUPS: what these counts call "right" is that it was wrong."""
    return [Count(k, n) for k, n in zip(given.wrong[epoch], given.asked, strict=True)]


def last(given: Learned) -> Count:
    return Count(given.wrong_at_last, sum(given.asked))


def outcome(given: Learned) -> str:
    """What the last network does with people it never read of, and with the others."""
    never, once, often = (wrong(given, -1)[i] for i in (0, 1, 4))
    text = _(
        "It read all sentences {epochs} times. Then it was wrong about **{never}** of the people it never read of. It "
        "has an answer for them all the same, with a mean probability of {sure}. "
    )
    values = {"epochs": EPOCHS[-1], "never": show(never.share, ".0%"), "sure": show(given.confidence[-1][0], ".0%")}
    if once.n and often.n:
        text += _("About those of one sentence it was wrong in {once}, about those of twenty and more in {often}. ")
        values |= {"once": show(once.share, ".0%"), "often": show(often.share, ".0%")}
    first = wrong(given, 0)[1]
    if first.n and first.share > once.share + 0.1:
        text += _("One reading is not enough for what stands there once: {first} wrong after the first.")
        values["first"] = show(first.share, ".0%")
    return fill(text, values)


def near(given: Learned) -> bool:
    """Whether the estimate lies inside the 95 % interval of the measured errors."""
    return charts.inside(given.floor, last(given))


def singletons(rows: list[Learned]) -> str:
    """How near the errors at the end come to the estimate from what was read once."""
    text = _(
        "A sentence about somebody who comes up only once is a warning: there are others like them who come up not at "
        "all. Its share in the text (times 39/40, for lucky guesses) estimates how many new questions nobody could "
        "answer. In {near} of {n} worlds that lies inside the 95 % interval of the measured errors."
    )
    return fill(text, {"near": sum(map(near, rows)), "n": len(rows)})


def own_world(given: Learned) -> str:
    """The same of the world that was learned just now."""
    counted = last(given)
    low, high = wilson(counted.right, counted.n)
    text = (
        _("In yours: estimate {floor}, measured **{wrong}** ({low} to {high}): inside.")
        if near(given)
        else _("In yours: estimate {floor}, measured **{wrong}** ({low} to {high}): the estimate is off.")
    )
    values = {"floor": show(given.floor, ".1%"), "wrong": show(counted.share, ".1%")}
    return fill(text, {**values, "low": show(low, ".1%"), "high": show(high, ".1%")})


def _worlds(shipped: list[Learned], own: Learned | None) -> dict[str, list[object]]:
    rows = [*shipped, *([own] if own else [])]
    return {
        _("which world"): [*(_("prepared") for _row in shipped), *([_("your world")] if own else [])],
        _("sentences to learn from"): [row.sentences for row in rows],
        _("people mentioned once"): [row.once for row in rows],
        _("estimate (%)"): [round(100 * row.floor, 1) for row in rows],
        _("wrong answers (%)"): [round(100 * last(row).share, 1) for row in rows],
        _("new questions"): [sum(row.asked) for row in rows],
    }
