"""The main figure: good pictures, the same with a fault, and what six metrics say of them."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.classifier.kinds import BLUR_PIXELS, HAIR, NOISE_LEVELS, SHOWN_OFF, SPLITS, Fault, kept_styles
from models.engine import Trace
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.evaluation import charts
from pages.chapters.evaluation.verdicts import FORMATS, TITLES, step_of, verdicts
from pages.frame.frame import Frame
from pages.frame.table import Table


def draw(page: Frame, trace: Trace) -> None:
    _pictures(trace)
    given, palette = verdicts(trace), theme.palette()
    page.figure(
        memo.of(trace, ("six", palette), lambda: charts.six(given, palette)),
        "six",
        alt=_("Six metrics of real pictures and of pictures with the fault, in 20 splits."),
        table_elsewhere=True,
    )
    note = _(
        "Grey: {n} real pictures against {n} others, in {splits} splits; the band is their range. Below: the same "
        "splits with the fault. A metric notices where the middle of these lies outside the band on the bad side."
    )
    st.markdown(f":small[{fill(note, {'n': 200, 'splits': SPLITS})}]")


def _pictures(trace: Trace) -> None:
    step = step_of(trace)
    titles = _("Real pictures"), described(_request(trace))
    with st.container(key="spoiled"):
        columns = st.columns(2)
    for column, title, row in zip(columns, titles, (step.before, step.after), strict=True):
        column.markdown(f":small[{title}]")
        column.image(strip(row), alt=title, width="stretch")


def strip(row: np.ndarray) -> np.ndarray:
    """(n, 64, 64, 3) → one picture of all, twice as large, with transparent gaps: (128, …, 4)."""
    large = row.repeat(2, 1).repeat(2, 2)
    opaque = np.concatenate([large, np.full((*large.shape[:3], 1), 255, np.uint8)], 3)
    gapped = np.pad(opaque, ((0, 0), (0, 0), (0, 12), (0, 0)))
    return np.concatenate(list(gapped), 1)[:, :-12]


def _request(trace: Trace) -> Fault:
    assert isinstance(trace.request, Fault)
    return trace.request


def described(request: Fault) -> str:
    """The fault at this strength, in words."""
    strength = request.strength
    text = {
        "blur": _("The same, blurred with a radius of {pixels} pixels"),
        "noise": _("The same with noise, deviation {levels} of 255 levels"),
        "dropped": _("Only {kept} of {hair} hair styles are left; their pictures are repeated"),
        "copies": _("{share} are copies of the very pictures that they are compared with"),
        "one_face": _("{share} are one and the same typical face"),
        "showcase": _("{share} come from a showcase of {shown}"),
    }[request.fault]
    return text.format(
        pixels=show(BLUR_PIXELS * strength, ".1f"),
        levels=show(NOISE_LEVELS * strength, ".0f"),
        kept=kept_styles(strength),
        hair=HAIR,
        share=show(strength, ".0%"),
        shown=SHOWN_OFF,
    )


def table(trace: Trace) -> Table:
    given = verdicts(trace)
    return {
        _("metric"): [_(TITLES[v.metric]) for v in given],
        _("verdict"): [charts.words(v.word) for v in given],
        _("real, lowest"): [show(float(v.clean.min()), FORMATS[v.metric]) for v in given],
        _("real, middle"): [show(v.usual, FORMATS[v.metric]) for v in given],
        _("real, highest"): [show(float(v.clean.max()), FORMATS[v.metric]) for v in given],
        _("with the fault, lowest"): [show(float(v.faulty.min()), FORMATS[v.metric]) for v in given],
        _("with the fault, middle"): [show(v.middle, FORMATS[v.metric]) for v in given],
        _("with the fault, highest"): [show(float(v.faulty.max()), FORMATS[v.metric]) for v in given],
    }
