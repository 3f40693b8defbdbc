"""What the machines remember: second mentions of a fact that were right, and how far back the first one lies."""

from __future__ import annotations

import streamlit as st

from models.engine.translation import N_
from models.history.probed import FACTS
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.history import charts, machines, numbers
from pages.chapters.history.machines import label
from pages.frame.frame import Frame

TITLES = {
    "town": N_("The home town"),
    "food": N_("The favourite food"),
    "friend": N_("The friend's name"),
    "pet": N_("The pet's name"),
}
COMPARED = ("lstm", "transformer")


def draw(page: Frame, order: int) -> None:
    rows = [("markov", order), *((name, 2) for name in numbers.CANDIDATES)]
    names = [label(name, k) for name, k in rows]
    judged = [machines.judged(name, k) for name, k in rows]
    by_fact = {_(TITLES[fact]): [numbers.of_fact(step, fact) for step in judged] for fact in FACTS}
    text = _(
        "New stories, up to the sentence in which a fact comes again, with every value it could have: does the machine "
        "find the right one the likeliest? {n} such sentences, measured in advance. ELIZA and SmolLM2 are not asked: "
        "one gives no probabilities, the other never learned the stories."
    )
    st.markdown(fill(text, {"n": len(judged[0].right)}))
    page.figure(
        charts.memory(by_fact, names, theme.palette()),
        "memory",
        alt=_("How often each machine is right about a fact that was named some sentences before."),
        table_elsewhere=True,
    )
    page.table(
        {_("machine"): names}
        | {f"{fact}: {_('right')}": [_counted(share) for share in shares] for fact, shares in by_fact.items()}
        | {_("guessing, mean of all (%)"): [round(100 * float((1 / step.options).mean()), 1) for step in judged]},
        caption=_("What the machines remember"),
    )
    _distances(page)


def _counted(share: charts.Share) -> str:
    return _("{k} of {n}").format(k=share.right, n=share.of)


def _distances(page: Frame) -> None:
    lines = {label(name, 2): numbers.by_distance(machines.judged(name)) for name in COMPARED}
    st.markdown(_("The same questions, all four facts together, by how far back the fact lies:"))
    page.figure(
        charts.distances(list(numbers.BINS), lines, theme.palette()),
        "distances",
        alt=_("How often the LSTM and the transformer are right, by sentences since the fact was named."),
        table_elsewhere=True,
    )
    page.table(
        {_("sentences"): list(numbers.BINS)}
        | {name: [_counted(share) for share in shares] for name, shares in lines.items()},
        caption=_("Memory by distance"),
    )
