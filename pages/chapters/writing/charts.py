"""The figures of Writing. Pure but for the visitor's language: arrays in, figure out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.figures.charts import plain, styled

Floats = NDArray[np.floating]
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")  # so that no line is told apart by colour alone


def race(curves: Mapping[str, Floats], palette: Palette = LIGHT) -> go.Figure:
    """Log-probability of each text so far. curves: label → (n,) log-probabilities of its tokens, natural log."""
    colours = (palette.blue, palette.orange, palette.teal, palette.violet, palette.quiet, palette.plus)
    figure = go.Figure()
    ends = {name: float(np.sum(gains)) for name, gains in curves.items()}
    for i, (name, gains) in enumerate(curves.items()):
        look = {"color": colours[i % len(colours)], "width": 3, "dash": DASHES[i % len(DASHES)]}
        figure.add_scatter(
            x=np.arange(len(gains) + 1),
            y=np.concatenate([[0.0], np.cumsum(gains)]),
            mode="lines",
            name=plain(name),
            line=look,
            hovertemplate=f"{plain(name)}: %{{y:.1f}}<extra></extra>",
        )
    styled(figure, palette, x=_("tokens written"), y=_("log-probability so far (natural log)"), height=360)
    heights = _apart(ends, gap=0.06 * (max(0.0, -min(ends.values(), default=0.0)) or 1))
    for i, name in enumerate(curves):
        figure.add_annotation(
            x=1.01,
            xref="paper",
            y=heights[name],
            text=f"{plain(name)} {ends[name]:.0f}",
            showarrow=False,
            xanchor="left",
            font={"size": 13, "color": colours[i % len(colours)]},
        )
    longest = max((len(name) for name in curves), default=0)
    return figure.update_layout(margin={"r": 40 + 7 * longest})


def _apart(ends: Mapping[str, float], gap: float) -> dict[str, float]:
    """Where the labels go: as near to the ends of their lines as they can without overlapping."""
    placed: dict[str, float] = {}
    above = np.inf
    for name in sorted(ends, key=lambda n: -ends[n]):
        above = placed[name] = min(ends[name], above - gap)
    return placed


def cache(cached: Floats, uncached: Floats, start: int, palette: Palette = LIGHT) -> go.Figure:
    """Time for each new token with and without the cache. Both (n,) in ms; start: tokens of the prompt."""
    length = start + np.arange(len(cached))
    figure = go.Figure()
    for values, name, colour, dash in (
        (uncached, _("without cache"), palette.orange, "dash"),
        (cached, _("with cache"), palette.blue, "solid"),
    ):
        figure.add_scatter(
            x=length,
            y=values,
            mode="lines+markers",
            name=name,
            line={"color": colour, "width": 3, "dash": dash},
            hovertemplate=f"{name}: %{{y:.0f}} ms<extra></extra>",
        )
    styled(figure, palette, x=_("tokens so far"), y=_("time for one token (ms)"), height=340)
    figure.update_yaxes(rangemode="tozero")
    return figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.12, "x": 0})
