"""Quality of many pictures of each family, as the report measured it: Fréchet distance, confidence, and the rest."""

from __future__ import annotations

import streamlit as st

from models.engine import Trace
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.families import charts
from pages.chapters.families.measures import TITLES, report
from pages.frame.frame import Frame


def draw(page: Frame, trace: Trace) -> None:
    """Fréchet distance and confidence, and the other measures as a table. trace: any of the rows', with which the
    figures are kept."""
    many, palette = report(), theme.palette()
    near, like = st.columns(2)
    with near:
        page.figure(
            memo.of(
                trace,
                ("frechet", palette),
                lambda: charts.frechet({name: m.frechet for name, m in many.items()}, palette),
            ),
            "frechet",
            alt=_("Fréchet distance of each family to real pictures, and of real pictures to other real ones."),
            table_elsewhere=True,
        )
    with like:
        page.figure(
            memo.of(
                trace,
                ("confidence", palette),
                lambda: charts.shares(
                    {name: m.confidence for name, m in many.items()}, _("classifier's confidence (%)"), palette
                ),
            ),
            "confidence",
            alt=_("How sure the classifier is of what it reads in pictures of each family."),
            table_elsewhere=True,
        )
    of_many()
    page.table(
        {_("family"): [_(TITLES[name]) for name in many]}
        | {
            title: [getattr(m, measure) for m in many.values()]
            for measure, title in {
                "frechet": _("Fréchet distance"),
                "precision": _("precision"),
                "recall": _("recall"),
                "score": _("Inception-style score"),
                "confidence": _("classifier's confidence"),
            }.items()
        }
    )


def of_many() -> None:
    """Says that a figure was measured in advance, of how many pictures, and with which command."""
    note = _(
        "Measured in advance, all in the same way: {n} pictures of each family against as many real ones. The VAE "
        "and the GAN draw 64 × 64 pixels with 1.6 and 1.2 million parameters, diffusion 128 × 128 with 15 "
        "million. “Real pictures” is the result for as many other real ones."
    ).format(n=show(report()["real"].pictures, ","))
    st.markdown(f":small[{note}]  \n`python -m models.evaluate --only families`")
