"""The drawn set judged against real sets: 1-NN accuracy, coverage, matching distance; and the failures counted."""

from __future__ import annotations

import streamlit as st

from models.shapes import measured
from models.shapes.measured import Share
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.shapes import charts
from pages.chapters.shapes.controls import NAMES
from pages.frame.frame import Frame

DRAWN = "20 steps"


def title(name: str) -> str:
    """Of a set that was measured."""
    if name.endswith("steps"):
        return fill(_("drawn in {n:,|step|steps}"), {"n": int(name.split()[0])})
    return {"real": _("other real ones"), "encoded and drawn": _("encoded and drawn"), "noise": _("noise")}[name]


def draw(page: Frame) -> None:
    rows = measured.sets()
    st.markdown(said())
    page.figure(
        charts.nearest({title(name): row.nearest for name, row in rows.items()}, theme.palette()),
        "quality",
        alt=_("How often the nearest other cloud is of the same set, for each set; 50 % is best."),
        table_elsewhere=True,
    )
    often, once = rows[DRAWN].nearest.n, rows["noise"].nearest.n
    note = _(
        "Prepared: 200 clouds against 200 new real ones, 256 points each, by Chamfer distance; drawn in 20 steps and "
        "other real ones three times (n = {often} clouds), the others once (n = {once}); 95 % intervals (Wilson). "
        "Dotted: sets that cannot be told apart."
    )
    st.markdown(f":small[{fill(note, {'often': often, 'once': once})}]")
    st.markdown(failures())
    page.table(
        {
            _("set"): [title(name) for name in rows],
            _("1-NN accuracy (%)"): [percent(r.nearest) for r in rows.values()],
            _("coverage (%)"): [percent(r.coverage) for r in rows.values()],
            _("matching distance"): [round(r.mmd, 4) for r in rows.values()],
            "n": [r.nearest.n for r in rows.values()],
        },
        caption=_("Sets of clouds judged"),
    )


def percent(share: Share) -> str:
    """With its interval."""
    return f"{show(100 * share.share, '.1f')} ({show(100 * share.low, '.1f')} – {show(100 * share.high, '.1f')})"


def said() -> str:
    rows = measured.sets()
    drawn, real, few = rows[DRAWN].nearest, rows["real"].nearest, rows["1 steps"].nearest
    text = _(
        "Mix 200 drawn clouds with 200 real ones and look at each one’s nearest other: in **{drawn}** it is of the "
        "same kind (after one step in {few}). Of two real sets it is {real}; if nothing tells them apart, 50 %."
    )
    named = {"drawn": drawn.share, "few": few.share, "real": real.share}
    return fill(text, {name: show(share, ".0%") for name, share in named.items()})


def failures() -> str:
    """What goes wrong, counted: classes taken for another, points off the surface."""
    wrong, check = measured.mistaken()["drawn"]["all"], measured.mistaken()["real"]["all"]
    shares = measured.off_surface()
    worst = max(shares, key=lambda name: shares[name].share)
    best = min(shares, key=lambda name: shares[name].share)
    text = _(
        "**Failures.** {wrong} of {n} drawn clouds lie nearest to a real one of another class ({real} of {m} real "
        "ones do). Points farther than 0.05 from the surface: {high} ({worst}) to {low} ({best}), when a known shape "
        "is encoded and drawn again."
    )
    return fill(
        text,
        {
            "wrong": round(wrong.share * wrong.n),
            "n": wrong.n,
            "real": round(check.share * check.n),
            "m": check.n,
            "high": show(shares[worst].share, ".1%"),
            "worst": _(NAMES[worst]),
            "low": show(shares[best].share, ".1%"),
            "best": _(NAMES[best]),
        },
    )
