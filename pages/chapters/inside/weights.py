"""Where the weights are: all numbers that were learned, by part."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.engine import Trace
from models.inside.kinds import InsideStep
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.inside import charts, way
from pages.frame.frame import Frame


def counted(step: InsideStep) -> dict[str, int]:
    """How many numbers each part has; the output matrix is left out where it is the embedding."""
    names = (_("Embedding"), _("Attention"), _("MLPs"), _("Norms"), _("Output matrix"))
    return {name: n for name, n in zip(names, step.parameters.tolist(), strict=True) if n}


def draw(page: Frame, trace: Trace) -> None:
    step, palette = way.of(trace), theme.palette()
    counts = counted(step)
    st.markdown(summary(step))
    page.figure(
        memo.of(trace, ("weights", palette), lambda: charts.parameters(list(counts), list(counts.values()), palette)),
        "weights-map",
        alt=_("The numbers that were learned, by part of the network; areas are in proportion."),
        table_elsewhere=True,
    )
    total = sum(counts.values())
    page.table(
        {
            _("part of the network"): list(counts),
            _("numbers"): list(counts.values()),
            _("share of all (%)"): [round(100 * n / total, 2) for n in counts.values()],
        },
        caption=_("Numbers that were learned"),
    )


def summary(step: InsideStep) -> str:
    counts = counted(step)
    most = max(counts, key=lambda name: counts[name])
    total, layers = int(np.sum(step.parameters)), len(step.gates)
    text = _(
        "{total:.1f} million numbers were learned. Most of them, {most:.1f} million ({share:.0%}), are in: **{part}**. "
        "One layer's MLP has {mlp:.2f} million, its attention {attention:.2f} million; there are {layers} layers."
    )
    return fill(
        text,
        {
            "total": total / 1e6,
            "most": counts[most] / 1e6,
            "share": counts[most] / total,
            "part": most,
            "mlp": step.parameters[2] / layers / 1e6,
            "attention": step.parameters[1] / layers / 1e6,
            "layers": layers,
        },
    )
