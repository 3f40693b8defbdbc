"""How well each machine predicts new stories, and how many numbers it needs for that."""

from __future__ import annotations

import streamlit as st

from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.history import charts, machines
from pages.chapters.history.machines import AGES, PRETRAINED, label
from pages.frame.frame import Frame


def draw(page: Frame, order: int) -> None:
    rows = machines.measured()
    judged = [machines.judged(name, k) for name, k in rows]
    names = [label(name, k) for name, k in rows] + [_(AGES[PRETRAINED].title)]
    values = [step.bits for step in judged] + [machines.bits_of_pretrained()]
    others = [label(name, k) for name, k in rows if name == "markov" and k != order]
    floor = judged[0].floor
    text = _(
        "Measured in advance on {stories} whole stories that no machine learned from, SmolLM2 on two of them. Fewer "
        "bits are better; the floor of {floor:.3f} is the entropy of these very stories, and no machine gets below "
        "it on average. ELIZA has no probabilities, so no bits."
    )
    st.markdown(fill(text, {"stories": judged[0].stories, "floor": floor}))
    page.figure(
        charts.bits(names, values, others, floor, theme.palette()),
        "bits",
        alt=_("Bits per character of each machine on new stories, beside the floor."),
        table_elsewhere=True,
    )
    st.markdown(f":small[{_('Not filled: chains of other orders than the one above.')}]")
    page.table(
        {
            _("machine"): names,
            _("numbers learned"): [step.numbers for step in judged] + [machines.PARAMETERS],
            _("bits per character"): [round(value, 4) for value in values],
        },
        caption=_("How well each machine predicts"),
    )
