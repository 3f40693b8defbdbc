"""The size asked for against the size measured in the points: many clouds from before, and the visitor's own."""

from __future__ import annotations

import streamlit as st

from models.engine import Trace
from models.shapes import measured
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.shapes import charts, film
from pages.chapters.shapes.controls import NAMES
from pages.frame.frame import Frame


def draw(page: Frame, trace: Trace) -> None:
    values, rows = film.numbers(trace), measured.sizes()
    row = rows[film.asked(trace).shape]
    st.markdown(said(film.asked(trace).shape))
    page.figure(
        charts.asked(row.asked, row.found, (values["asked"], values["found"]), theme.palette()),
        "asked",
        alt=_("Sizes asked for against sizes measured in the points, in percent."),
        table_elsewhere=True,
    )
    note = _("Prepared: {n} clouds of this class, 512 points, 20 steps. Size: {what}.")
    named = {"n": row.off.n, "what": values["what"]}
    st.markdown(f":small[{fill(note, named)}]")
    page.table(
        {
            _("shape"): [_(NAMES[name]) for name in rows],
            _("off, drawn (percentage points)"): [round(r.off.mean, 2) for r in rows.values()],
            _("interval (95 %)"): [f"{show(r.off.low, '.2f')} – {show(r.off.high, '.2f')}" for r in rows.values()],
            _("off, real clouds"): [round(r.real_off.mean, 2) for r in rows.values()],
            "n": [r.off.n for r in rows.values()],
        },
        caption=_("Asked and measured, by class"),
    )


def said(shape: str) -> str:
    row = measured.sizes()[shape]
    text = _(
        "Over {n} clouds of this class, the size measured is off by **{off} percentage points** on average (95 % "
        "interval {low} to {high}). On real clouds, whose size is known exactly, measuring alone is off by {real}."
    )
    named = {"n": row.off.n, "off": row.off.mean, "low": row.off.low, "high": row.off.high, "real": row.real_off.mean}
    return fill(text, {name: v if name == "n" else show(v, ".1f") for name, v in named.items()})
