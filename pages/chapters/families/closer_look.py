"""The lower figures of Three families, one in each tab: quality, variety, time, and what goes wrong."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from models.avatars.attributes import NAMES
from models.engine import Trace
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import escape, show
from pages.chapters.families import charts
from pages.chapters.families import rows as families_rows
from pages.chapters.families.measures import MADE, TITLES, Measured, report, share, steps_of
from pages.figures.attributes import LABELS
from pages.frame.frame import Frame

LARGE = 176  # pixels of the pictures that went wrong


def prepared() -> None:
    said = _(
        "Prepared: {n} pictures of each family against as many real ones, all measured alike. “Real pictures” is "
        "what as many other real ones reach."
    ).format(n=f"{report()['real']['pictures']:,}")
    st.markdown(f":small[{said}]  \n`python -m models.evaluate --only families`")


def live(rows: Mapping[str, Measured]) -> None:
    said = _("Live: your {n} pictures of each family. So few say little: other seeds give other numbers.")
    st.markdown(f":small[{said.format(n=rows['gan'].pictures)}]")


def quality(page: Frame, trace: Trace) -> None:
    """trace: any of the rows', with which the figures are kept."""
    many, palette = report(), theme.palette()
    near, like = st.columns(2)
    with near:
        page.figure(
            memo.of(
                trace,
                ("frechet", palette),
                lambda: charts.frechet({name: m["frechet"] for name, m in many.items()}, palette),
            ),
            "frechet",
            alt=_("Fréchet distance of each family to real pictures, and of real pictures to other real ones."),
        )
    with like:
        page.figure(
            memo.of(
                trace,
                ("confidence", palette),
                lambda: charts.shares(
                    {name: m["confidence"] for name, m in many.items()}, _("classifier's confidence (%)"), palette
                ),
            ),
            "confidence",
            alt=_("How sure the classifier is of what it reads in pictures of each family."),
        )
    prepared()
    page.table(
        {_("family"): [_(TITLES[name]) for name in many]}
        | {
            title: [m[key] for m in many.values()]
            for key, title in {
                "frechet": _("Fréchet distance"),
                "precision": _("precision"),
                "recall": _("recall"),
                "score": _("Inception-style score"),
                "confidence": _("classifier's confidence"),
            }.items()
        }
    )


def variety(page: Frame, rows: Mapping[str, Measured]) -> None:
    many, palette = report(), theme.palette()
    reached, apart = st.columns(2)
    with reached:
        page.figure(
            charts.shares(
                {name: m["recall"] for name, m in many.items()}, _("real pictures that it comes near to (%)"), palette
            ),
            "recall",
            alt=_("Recall: share of real pictures that have a drawn picture near them, for each family."),
        )
        prepared()
    with apart:
        page.figure(
            charts.spread({name: row.spread for name, row in rows.items()}, palette),
            "spread",
            alt=_("Mean distance of two pictures of your rows, for each family."),
        )
        live(rows)
    page.table(
        {
            _("family"): [_(TITLES[name]) for name in rows],
            _("distance of two, share of the real ones' (%)"): [round(100 * share(rows, name), 1) for name in rows],
            _("hair styles seen, of {n}").format(n=len(NAMES["top"])): [row.hair_styles for row in rows.values()],
            _("backgrounds seen, of {n}").format(n=len(NAMES["background"])): [
                row.backgrounds for row in rows.values()
            ],
            _("hair styles among many"): [many[name]["hair_styles"] if name in many else None for name in rows],
            _("recall"): [many[name]["recall"] if name in many else None for name in rows],
        }
    )


def time(page: Frame, rows: Mapping[str, Measured]) -> None:
    page.figure(
        charts.time({name: rows[name].milliseconds for name in MADE}, theme.palette()),
        "time",
        alt=_("Time of one picture for each family, on a log scale."),
    )
    said = _(
        "Median of the {n} pictures of each row, on the machine that drew them, decoder included. Other work on "
        "it slows all three."
    ).format(n=rows["gan"].pictures)
    st.markdown(f":small[{said}]")
    page.table(
        {
            _("family"): [_(TITLES[name]) for name in MADE],
            _("time of one (ms)"): [round(rows[name].milliseconds, 1) for name in MADE],
            _("network passes of one"): [rows[name].passes for name in MADE],
        }
    )


def wrong(found: Mapping[str, Trace], rows: Mapping[str, Measured]) -> None:
    """Chosen by a rule: of each row the picture whose reading the classifier is least sure of."""
    st.markdown(_("Nobody chose these. They are the pictures of your rows that the classifier is least sure of."))
    with st.container(horizontal=True, gap="medium"):
        for name, trace in found.items():
            row = rows[name]
            step = steps_of(trace)[row.worst]
            doubt = _("{share} sure; least of the {attribute}: {prob}").format(
                share=show(float(step.read_probs.mean()), ".0%"),
                attribute=_(LABELS[row.worst_attribute]),
                prob=show(row.worst_prob, ".0%"),
            )
            with st.container(width=LARGE, gap=None):
                st.image(step.picture, width=LARGE, alt=families_rows.alt(name, row.worst, step))
                st.markdown(f"**{_(TITLES[name])}**  \n:small[{escape(doubt)}]")
