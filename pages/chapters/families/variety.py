"""Variety: which real pictures a family comes near to, and how much the pictures of a row differ."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from models.avatars.attributes import NAMES
from pages.basics import theme
from pages.basics.language import _
from pages.chapters.families import charts, quality
from pages.chapters.families.measures import TITLES, Measured, report, share
from pages.frame.frame import Frame


def draw(page: Frame, rows: Mapping[str, Measured]) -> None:
    """Recall of many pictures, and how far two pictures of a row lie apart."""
    many, palette = report(), theme.palette()
    reached, apart = st.columns(2)
    with reached:
        page.figure(
            charts.shares(
                {name: m.recall for name, m in many.items()}, _("real pictures it comes close to (%)"), palette
            ),
            "recall",
            alt=_("Recall: share of real pictures with a drawn picture close to them, for each family."),
            table_elsewhere=True,
        )
        quality.of_many()
    with apart:
        page.figure(
            charts.spread({name: row.spread for name, row in rows.items()}, palette),
            "spread",
            alt=_("Mean distance of two pictures of your rows, for each family."),
            table_elsewhere=True,
        )
        _of_few(rows)
    page.table(
        {
            _("family"): [_(TITLES[name]) for name in rows],
            _("distance of two, share of the real ones' (%)"): [round(100 * share(rows, name), 1) for name in rows],
            _("hair styles seen, of {n}").format(n=len(NAMES["top"])): [row.hair_styles for row in rows.values()],
            _("backgrounds seen, of {n}").format(n=len(NAMES["background"])): [
                row.backgrounds for row in rows.values()
            ],
            _("hair styles among many"): [many[name].hair_styles if name in many else None for name in rows],
            _("recall"): [many[name].recall if name in many else None for name in rows],
        }
    )


def _of_few(rows: Mapping[str, Measured]) -> None:
    note = _("Live: your {n} pictures of each family. So few say little: different seeds give different numbers.")
    st.markdown(f":small[{note.format(n=rows['gan'].pictures)}]")
