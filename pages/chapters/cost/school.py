"""What a class costs: its texts alone, with equal requests shared, and written in step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

import streamlit as st

from models.cost import energy, measured
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.cost import charts
from pages.chapters.cost.numbers import Spent
from pages.chapters.cost.units import between, si
from pages.frame.frame import Frame

STEP = 16  # texts that are written together


@dataclass(frozen=True)
class Lesson:
    """A lesson in which each pupil runs so many texts as the one above."""

    asked: int  # texts
    computed: int  # without those that somebody had asked for before
    seconds_each: float  # of one core, for a text written alone
    together: float  # share of that time that a text takes in step with others

    @property
    def rows(self) -> tuple[tuple[int, float], ...]:
        """Runs computed and processor seconds: each for itself, equal ones shared, those left also in step."""
        alone = self.asked * self.seconds_each
        shared = self.computed * self.seconds_each
        return (self.asked, alone), (self.computed, shared), (self.computed, shared * self.together)


def lesson(pupils: int, runs: int, same: int, seconds_each: float) -> Lesson:
    """same: per cent of the texts that somebody asked for before; at least one is computed."""
    asked = pupils * runs
    computed = max(1, round(asked * (100 - same) / 100))
    times = {texts: median(repeats) for texts, repeats in measured.together().items()}
    return Lesson(asked, computed, seconds_each, times[STEP] / times[1])


def draw(page: Frame, given: Spent, choice: Mapping[str, Any]) -> None:
    of = lesson(int(choice["pupils"]), int(choice["runs"]), int(choice["same"]), given.processor_seconds)
    names = (_("each by itself"), _("equal ones shared"), _("shared, and in step"))
    st.markdown(summary(of))
    page.figure(
        charts.school(
            [(name, runs, seconds / 60) for name, (runs, seconds) in zip(names, of.rows, strict=True)], theme.palette()
        ),
        "school",
        alt=_("Processor time of a lesson: each text computed by itself, equal ones shared, and written in step."),
        table_elsewhere=True,
    )
    note = _(
        "Processor time of the text above, {seconds} s, times the number of texts; a calculation, not a load test. In "
        "step: {n} texts together took {share} of a lone text's processor time for each token (prepared, {machine})."
    )
    values = {
        "seconds": show(of.seconds_each, ".2f"),
        "n": STEP,
        "share": show(of.together, ".0%"),
        "machine": measured.machine(),
    }
    st.markdown(f":small[{fill(note, values)}]")
    page.table(
        {
            _("how"): list(names),
            _("texts computed"): [runs for runs, _seconds in of.rows],
            _("processor time (s)"): [round(seconds, 1) for _runs, seconds in of.rows],
            _("energy, estimated"): [between(*energy.interval(seconds), "J") for _runs, seconds in of.rows],
        },
        caption=_("What a class costs"),
    )
    _steps(page)


def _steps(page: Frame) -> None:
    times = measured.together()
    page.table(
        {
            _("texts in step"): list(times),
            _("processor time a token (ms, median)"): [round(median(repeats), 1) for repeats in times.values()],
            _("least"): [round(min(repeats), 1) for repeats in times.values()],
            _("most"): [round(max(repeats), 1) for repeats in times.values()],
            _("repeats"): [len(repeats) for repeats in times.values()],
        },
        label=_("Texts written in step, measured"),
    )


def summary(of: Lesson) -> str:
    (_asked, alone), (computed, shared), (_same, least) = of.rows
    named = {
        "asked": of.asked,
        "alone": show(alone / 60, ".1f"),
        "computed": computed,
        "shared": show(shared / 60, ".1f"),
        "least": show(least / 60, ".1f"),
        "energy": between(*energy.interval(least), "J"),
        "wh": si(energy.interval(least)[1] / energy.WATT_HOUR, "Wh"),
    }
    text = _(
        "{asked:,|text|texts}: each by itself takes **{alone} minutes** of one core. Equal requests are computed once "
        "here, which leaves {computed:,|text|texts} and {shared} minutes. "
    )
    if of.together < 1:
        text += _("Written in step they take {least} minutes: {energy}, at most {wh}.")
    else:
        text += _("Writing them in step saved nothing where it was measured: {least} minutes, {energy}.")
    return fill(text, named)
