"""Quality against the number of steps, measured in advance: more steps help up to a point."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from models.diffusion.measured import Curve, QualityBySteps, quality_by_steps
from pages.basics import theme
from pages.basics.language import _
from pages.chapters.diffusion import charts
from pages.chapters.diffusion.controls import SCHEDULERS
from pages.frame.frame import Frame


def draw(page: Frame) -> None:
    """Fréchet distance and confidence, a line for each scheduler, and what they say of the number of steps."""
    measured = quality_by_steps()
    curves = {SCHEDULERS[name]: curve for name, curve in measured.curves.items()}
    _figures(page, measured, curves)
    frechet = curves["DDIM"].frechet
    near = next(n for n, d in zip(measured.steps, frechet, strict=True) if d < 1.2 * frechet[-1])
    st.markdown(
        _(
            "More steps help up to a point. With DDIM, {n} steps come within a fifth of what 50 reach. At any "
            "number of steps, the classifier is less sure of this model's pictures than of real ones."
        ).format(n=near)
    )
    note = _(
        "Measured in advance: {n} pictures for each point, with the same seeds everywhere, against {n} real ones. "
        "“Real pictures” is the result for as many other real ones."
    ).format(n=measured.pictures)
    st.markdown(f":small[{note}]  \n`python -m models.diffusion.evaluate_steps`")
    page.table(
        {_("steps"): measured.steps}
        | {_("Fréchet distance, {name}").format(name=n): c.frechet for n, c in curves.items()}
        | {_("confidence (%), {name}").format(name=n): [100 * v for v in c.confidence] for n, c in curves.items()}
    )


def _figures(page: Frame, measured: QualityBySteps, curves: Mapping[str, Curve]) -> None:
    palette = theme.palette()
    distance, sure = st.columns(2)
    with distance:
        page.figure(
            charts.quality(
                measured.steps,
                {name: c.frechet for name, c in curves.items()},
                measured.floor,
                _("Fréchet distance (lower: nearer)"),
                _("real pictures"),
                palette,
            ),
            "frechet",
            alt=_("Fréchet distance to real pictures against the number of steps."),
            table_elsewhere=True,
        )
    with sure:
        page.figure(
            charts.quality(
                measured.steps,
                {name: [100 * v for v in c.confidence] for name, c in curves.items()},
                100 * measured.real_confidence,
                _("classifier's confidence (%)"),
                _("real pictures"),
                palette,
            ),
            "confidence",
            alt=_("Mean confidence of the classifier against the number of steps."),
            table_elsewhere=True,
        )
