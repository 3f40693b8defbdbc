"""Speed: how long one picture of each family takes."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.basics import theme
from pages.basics.language import _
from pages.chapters.families import charts
from pages.chapters.families.measures import MADE, TITLES, Measured
from pages.frame.frame import Frame


def draw(page: Frame, rows: Mapping[str, Measured]) -> None:
    page.figure(
        charts.time({name: rows[name].milliseconds for name in MADE}, theme.palette()),
        "time",
        alt=_("Time per picture for each family, on a log scale."),
        table_elsewhere=True,
    )
    note = _(
        "Median of the {n} pictures in each row, on the machine that drew them, decoder included. The VAE and the "
        "GAN draw 64 × 64 pixels, diffusion 128 × 128. Other work on the machine slows all three."
    ).format(n=rows["gan"].pictures)
    st.markdown(f":small[{note}]")
    page.table(
        {
            _("family"): [_(TITLES[name]) for name in MADE],
            _("time per picture (ms)"): [round(rows[name].milliseconds, 1) for name in MADE],
            _("network passes per picture"): [rows[name].passes for name in MADE],
        }
    )
