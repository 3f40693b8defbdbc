"""A bell curve that learns from its own points, where old points are thrown away and where they are kept."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.collapse.formulas import accumulated_limit, accumulated_variance, replaced_variance
from models.collapse.kinds import CurveGenerations, CurveStep
from models.engine import Trace
from pages.basics import memo, theme
from pages.basics.intervals import Z
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.data import charts
from pages.frame import export, running
from pages.frame.frame import Frame

SHOWN = (0, 1, 5, 10, 20, 50)  # generations of one chain


def draw(page: Frame, points: int) -> None:
    trace = running.aside(page.ask(CurveGenerations, points=points))
    if trace is None:
        return
    st.markdown(sentence(trace))
    steps, palette = of(trace), theme.palette()
    expected = [
        [formula(points, step.generation) for step in steps] for formula in (replaced_variance, accumulated_variance)
    ]
    measured = [mean_variance(steps, "replaced_variance"), mean_variance(steps, "accumulated_variance")]
    page.figure(
        memo.of(trace, ("curve", palette), lambda: charts.widths(measured, expected, palette)),
        "curve",
        alt=_("Mean variance by generation, where points are replaced and where they are kept, and the formulas."),
        table_elsewhere=True,
    )
    note = _("Dots: mean of {chains} chains and its 95 % interval. Lines: the exact expectation, no fit.")
    st.markdown(f":small[{fill(note, {'chains': len(steps[0].replaced_variance)})} {export.cost(trace)}]")
    shown = [step for step in steps if step.generation in SHOWN]
    page.figure(
        memo.of(trace, ("bells", palette), lambda: charts.bells(shown, palette)),
        "bells",
        alt=_("The bell curves of one chain after 0, 1, 5, 10, 20 and 50 generations."),
        table_elsewhere=True,
    )
    note = _("One chain; above each pair its generation. Dotted: the curve that all began with.")
    st.markdown(f":small[{note}]")
    page.table(
        {
            _("generation"): [step.generation for step in steps],
            _("replaced: mean variance"): [round(mean, 4) for mean, _margin in measured[0]],
            _("replaced: ± (95 %)"): [round(margin, 4) for _mean, margin in measured[0]],
            _("replaced: formula"): [round(value, 4) for value in expected[0]],
            _("kept: mean variance"): [round(mean, 4) for mean, _margin in measured[1]],
            _("kept: ± (95 %)"): [round(margin, 4) for _mean, margin in measured[1]],
            _("kept: formula"): [round(value, 4) for value in expected[1]],
        },
        caption=_("A bell curve fed on itself"),
    )


def of(trace: Trace) -> list[CurveStep]:
    return [step for step in trace.steps if isinstance(step, CurveStep)]


def mean_variance(steps: list[CurveStep], name: str) -> list[tuple[float, float]]:
    """Of each generation the mean over the chains, and half its 95 % interval."""
    values = [np.asarray(getattr(step, name)) for step in steps]
    return [(float(v.mean()), float(Z * v.std(ddof=1) / np.sqrt(len(v)))) for v in values]


def sentence(trace: Trace) -> str:
    request, last = trace.request, of(trace)[-1]
    assert isinstance(request, CurveGenerations)
    text = _(
        "Each generation draws {n} points and fits a bell curve to them; the next one draws from that curve. After "
        "{generations} generations, **{replaced} of the variance is left where old points are replaced**, in the mean "
        "of {chains} chains, and **{kept} where they are kept** and only new ones are added. Exactly expected: "
        "{replaced_formula} and {kept_formula}; kept for ever, {limit}."
    )
    values = {
        "replaced": float(last.replaced_variance.mean()),
        "kept": float(last.accumulated_variance.mean()),
        "replaced_formula": replaced_variance(request.points, last.generation),
        "kept_formula": accumulated_variance(request.points, last.generation),
        "limit": accumulated_limit(request.points),
    }
    sizes = {"n": request.points, "generations": last.generation, "chains": request.chains}
    return fill(text, sizes | {name: show(value, ".1%") for name, value in values.items()})
