"""Pictures: how often each value went into the training, and how often it comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from models.avatars.attributes import ATTRIBUTES, BALANCED, NAMES, labels
from models.bias.measured import RED_HAT, measured
from models.classifier.kinds import ReadingsStep
from models.engine import Trace
from models.gan.kinds import GanReadings
from models.prepared import prepared
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.bias import charts, statistics
from pages.figures.attributes import LABELS
from pages.frame import export, running
from pages.frame.frame import Frame

LEVEL = 0.05 / len(ATTRIBUTES)
NAMED = ("top", "hat_color")  # by RED_HAT
FEWEST = 20  # pictures that show an attribute; of fewer nothing is told


@dataclass(frozen=True, eq=False)
class Counted:
    """One attribute: what went in and what came out."""

    attribute: str
    shares: np.ndarray  # (values,) that went in, sum 1
    counts: np.ndarray  # (values,) of pictures that came out

    @property
    def p(self) -> float:
        return statistics.departure(self.counts, self.shares)

    @property
    def furthest(self) -> int:
        """The value whose share departs most."""
        return int(np.argmax(np.abs(self.counts / self.counts.sum() - self.shares)))


def of_rows(rows: np.ndarray, shares: Sequence[np.ndarray]) -> list[Counted]:
    """rows (n, 12) as the judge reads them; what a hat or sunglasses hide does not count."""
    seen = labels(rows)
    return [
        Counted(a, shares[i], np.bincount(seen[seen[:, i] >= 0, i], minlength=len(NAMES[a])))
        for i, a in enumerate(ATTRIBUTES)
    ]


def trained() -> list[np.ndarray]:
    return [counts / counts.sum() for counts in measured().training]


def world() -> list[np.ndarray]:
    """The frequencies that people are drawn with, whoever they are."""
    return [np.array(BALANCED.get(a) or [1 / len(NAMES[a])] * len(NAMES[a])) for a in ATTRIBUTES]


def rows_of(trace: Trace) -> np.ndarray:
    return np.concatenate([step.read_values for step in trace.steps if isinstance(step, ReadingsStep)])


def draw(page: Frame, choice: dict[str, Any]) -> None:
    attribute = choice.pop("attribute")
    request = page.ask(GanReadings, choice)
    trace = prepared(request) or running.aside(request)
    if trace is not None:
        _gan(page, trace, attribute)
    _red_hat(page, attribute)


def _gan(page: Frame, trace: Trace, attribute: str) -> None:
    assert isinstance(trace.request, GanReadings)
    given = memo.of(trace, "counted", lambda: of_rows(rows_of(trace), trained()))
    departing = _departing(trace)
    st.subheader(_("Balanced data in; what comes out?"), anchor=False)
    st.image(list(_shown(trace)), width=72)
    chosen = given[ATTRIBUTES.index(attribute)]
    values = {"psi": show(trace.request.truncation_psi, "g"), "n": len(rows_of(trace)), "k": departing}
    text = _(
        "GAN at ψ = {psi}, {n} pictures: **{k} of 12 attributes** depart from what it learned from (p < 0.05 / 12). "
    )
    whole = prepared(GanReadings(truncation_psi=1.0))
    if whole is not None and whole.request != trace.request:
        text += _("At ψ = 1, as trained, {trained}. ")
        values["trained"] = _departing(whole)
    st.markdown(fill(text, values) + _of_value(chosen))
    page.figure(
        charts.counted(NAMES[attribute], chosen.shares.tolist(), chosen.counts.tolist(), "gan", theme.palette()),
        "gan_counts",
        alt=_("How often each value went into the training and comes out of the GAN."),
        table_elsewhere=True,
    )
    st.markdown(f":small[{export.cost(trace)}]")
    page.table(_table(given), caption=_("GAN: attributes in and out"))


def _departing(trace: Trace) -> int:
    """How many attributes of the GAN's pictures depart from what went in."""
    return memo.of(trace, "departing", lambda: sum(c.p < LEVEL for c in of_rows(rows_of(trace), trained())))


def _shown(trace: Trace) -> list[np.ndarray]:
    return [picture for step in trace.steps if isinstance(step, ReadingsStep) for picture in step.shown][:12]


def _of_value(counted: Counted) -> str:
    i, n = counted.furthest, int(counted.counts.sum())
    if n < FEWEST:
        return fill(_("Only {n} pictures show this attribute: too few to tell."), {"n": n})
    out, into = counted.counts[i] / n, counted.shares[i]
    values = {"attribute": _(LABELS[counted.attribute]), "value": NAMES[counted.attribute][i]}
    values |= {"out": show(out, ".0%"), "into": show(into, ".0%"), "ratio": show(out / into, ".1f")}
    text = (
        _("Of {attribute}, “{value}” departs most: {into} in, **{out} out**, {ratio} times as often.")
        if counted.p < LEVEL
        else _("For {attribute}, what comes out may be chance: “{value}” departs most, {into} in, {out} out.")
    )
    return fill(text, values)


def _red_hat(page: Frame, attribute: str) -> None:
    st.subheader(_("Asked for one thing, it decides the rest"), anchor=False)
    given = of_rows(measured().red_hat, world())
    open_ = [c for c in given if c.attribute not in NAMED and c.counts.sum() >= FEWEST]
    departing = [c for c in open_ if c.p < LEVEL]
    values = {"prompt": RED_HAT, "n": len(measured().red_hat), "k": len(departing), "m": len(open_)}
    text = _(
        "“{prompt}”, {n} pictures by diffusion in four steps (prepared). The prompt names a hat and no more, yet "
        "**{k} of {m} other attributes** depart from the world"
    )
    names = ", ".join(_(LABELS[c.attribute]) for c in departing)
    text = fill(text, values) + (f": {names}. " if names else ". ")
    if attribute in NAMED:
        st.markdown(text + _("Choose an attribute that the prompt does not name."))
        return
    chosen = given[ATTRIBUTES.index(attribute)]
    st.markdown(text + _of_value(chosen))
    if chosen.counts.sum() >= FEWEST:
        page.figure(
            charts.counted(
                NAMES[attribute], chosen.shares.tolist(), chosen.counts.tolist(), "diffusion", theme.palette()
            ),
            "hat_counts",
            alt=_("How often each value occurs in the world and in pictures of a person with a red hat."),
            table_elsewhere=True,
        )
    page.table(_table(open_), caption=_("Red hat: attributes in and out"))


def _table(given: Sequence[Counted]) -> dict[str, list[Any]]:
    rows = [c for c in given if c.counts.sum() >= FEWEST]
    out = [c.counts[c.furthest] / c.counts.sum() for c in rows]
    into = [c.shares[c.furthest] for c in rows]
    return {
        _("what is counted"): [_(LABELS[c.attribute]) for c in rows],
        _("pictures that show it"): [int(c.counts.sum()) for c in rows],
        _("departs most"): [NAMES[c.attribute][c.furthest] for c in rows],
        _("in (%)"): [round(100 * float(p), 1) for p in into],
        _("out (%)"): [round(100 * float(p), 1) for p in out],
        _("out / in"): [round(float(o / p), 2) for o, p in zip(out, into, strict=True)],
        _("p, chi-square by simulation"): [round(c.p, 4) for c in rows],
    }
