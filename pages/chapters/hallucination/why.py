"""Why it happens: a small network that learned where invented people were born, by how often it read of them."""

from __future__ import annotations

import streamlit as st

from models.answers.learned import EPOCHS, GROUPS, Learned, learned
from pages.basics import theme
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.hallucination import charts
from pages.chapters.hallucination.asked import Count
from pages.frame.frame import Frame

SHOWN = (0, 2, 5)  # of EPOCHS, as lines


def draw(page: Frame, people: str) -> None:
    chosen = learned()[people]
    st.markdown(outcome(chosen))
    names = group_names()
    lines = [(fill(_("after {n:,|reading|readings}"), {"n": EPOCHS[i]}), wrong(chosen, i)) for i in SHOWN]
    page.figure(
        charts.by_times(names, lines, theme.palette()),
        "times",
        alt=_("Wrong answers by how many sentences were about the person, after 1, 4 and 32 readings."),
        table_elsewhere=True,
    )
    page.table(
        {_("sentences about the person"): names, _("new questions"): list(chosen.asked)}
        | {f"{name}: {_('wrong (%)')}": [round(100 * c.share, 1) for c in counts] for name, counts in lines}
        | {_("mean probability of its last answer (%)"): [round(100 * p, 1) for p in chosen.confidence[-1]]},
        caption=_("Wrong answers by how often a person was read of"),
    )
    st.subheader(_("What was read once tells what is never known"), anchor=False)
    st.markdown(singletons())
    page.figure(
        charts.singletons(
            [(name, learned()[name].floor, last(learned()[name])) for name in learned()], theme.palette()
        ),
        "singletons",
        alt=_("Wrong answers of three networks beside the share of sentences about people mentioned once."),
        table_elsewhere=True,
    )
    note = _(
        "**Prepared**: a network of {numbers:,} numbers, {sentences:,} sentences of the kind “Mia Sandberg was born in "
        "Oakford” with {towns} towns, {asked:,} new questions (`python -m models.answers.people`)."
    )
    values = {"numbers": chosen.numbers, "sentences": chosen.sentences, "towns": 40, "asked": sum(chosen.asked)}
    st.markdown(f":small[{fill(note, values)}]")


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
        "It read all sentences {epochs} times. Wrong then: **{never}** about people it never read of, {once} about "
        "those of one sentence, {often} about those of twenty and more. It has an answer for everybody: about people "
        "it never read of, with a mean probability of {sure}. "
    )
    values = {"epochs": EPOCHS[-1], "never": show(never.share, ".0%"), "once": show(once.share, ".0%")}
    values |= {"often": show(often.share, ".0%"), "sure": show(given.confidence[-1][0], ".0%")}
    first = wrong(given, 0)[1]
    if first.share > once.share + 0.1:
        text += _("One reading is not enough for what stands there once: {first} wrong after the first.")
        values["first"] = show(first.share, ".0%")
    return fill(text, values)


def singletons() -> str:
    """How near the errors at the end come to the estimate from what was read once."""
    rows = learned().values()
    near = sum(low <= row.floor <= high for row in rows for low, high in [wilson(row.wrong_at_last, sum(row.asked))])
    text = _(
        "A sentence about somebody who comes up only once is a warning: there are others like them who come up not at "
        "all. Its share in the text (times 39/40, for lucky guesses) estimates how many new questions nobody could "
        "answer. In {near} of {n} worlds that lies inside the 95 % interval of the measured errors."
    )
    return fill(text, {"near": near, "n": len(rows)})
