"""Figures of Fine-tuning. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.basics.words import show
from pages.figures.charts import ABOVE, ROW, styled

DASHES = ("solid", "dash", "dot")


def perplexities(
    strengths: Sequence[float], values: Sequence[float], shown: float, palette: Palette = LIGHT
) -> go.Figure:
    """The perplexity of other text at each strength, the shown one filled."""
    filled = [palette.blue if strength == shown else palette.background for strength in strengths]
    figure = go.Figure()
    figure.add_scatter(
        x=list(strengths),
        y=list(values),
        mode="lines+markers+text",
        text=[show(value, ".1f") for value in values],
        textposition="top center",
        cliponaxis=False,
        marker={"size": 11, "color": filled, "line": {"color": palette.blue, "width": 2}},
        line={"color": palette.blue, "width": 1.5},
        hovertemplate=_("strength %{x}: perplexity %{y:.2f}") + "<extra></extra>",
    )
    styled(figure, palette, x=_("strength"), y=_("perplexity of other text"), height=200)
    figure.update_xaxes(tickvals=list(strengths), range=[-0.15, 2.15])
    return figure.update_yaxes(range=[0, 1.2 * max(values)])


def capitals(
    names: Sequence[str], others: Sequence[str], before: np.ndarray, after: np.ndarray, palette: Palette = LIGHT
) -> go.Figure:
    """A row for each country: the probability of its capital, and of another city, before (outlined) and after.
    `before`, `after`: (countries, 2)."""
    figure = go.Figure()
    cities = [name.rpartition(": ")[2] for name in names]
    for place, (what, colour) in enumerate(
        ((_("the right capital"), palette.blue), (_("another of its cities"), palette.orange))
    ):
        for when, values, symbol in ((_("before"), before, "circle-open"), (_("after"), after, "circle")):
            figure.add_scatter(
                x=values[:, place].tolist(),
                y=list(names),
                customdata=(cities, others)[place],
                name=f"{what}, {when}",
                mode="markers",
                marker={"size": 10, "symbol": symbol, "color": colour, "line": {"color": colour, "width": 2}},
                hovertemplate="%{customdata}: %{x:.1%}",
            )
    for row, name in enumerate(names):
        for place, colour in enumerate((palette.blue, palette.orange)):
            figure.add_shape(
                type="line",
                x0=before[row, place],
                x1=after[row, place],
                y0=name,
                y1=name,
                line={"color": colour, "width": 1.5},
                layer="below",
            )
    styled(figure, palette, x=_("probability"), height=ROW * len(names) + 110)
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(range=[-0.02, 1.02], tickformat=".0%")
    return figure.update_yaxes(autorange="reversed")


def losses(runs: Sequence[tuple[str, Sequence[float]]], palette: Palette = LIGHT, height: int = 340) -> go.Figure:
    """The loss of each update, a line for each run; one alone needs no name."""
    figure = go.Figure()
    for (name, values), dash in zip(runs, DASHES, strict=False):
        figure.add_scatter(
            x=list(range(1, len(values) + 1)),
            y=list(values),
            name=name,
            mode="lines+markers",
            marker={"size": 4},
            line={"color": palette.blue, "width": 2.5, "dash": dash},
            hovertemplate=_("update %{x}: %{y:.3f} nats per token"),
        )
    styled(figure, palette, x=_("update"), y=_("loss (nats per token)"), height=height)
    figure.update_layout(showlegend=len(runs) > 1, legend=ABOVE)
    return figure.update_yaxes(rangemode="tozero")


def margins(by_update: Sequence[np.ndarray], palette: Palette = LIGHT) -> go.Figure:
    """How far the better answer of each pair is ahead of the other: a dot for each pair, and their mean."""
    numbers = list(range(1, len(by_update) + 1))
    figure = go.Figure()
    figure.add_scatter(
        x=[n for n, values in zip(numbers, by_update, strict=True) for _pair in values],
        y=np.concatenate(by_update).tolist(),
        name=_("each pair"),
        mode="markers",
        marker={"size": 7, "symbol": "circle-open", "color": palette.blue},
        hovertemplate="%{y:.3f}",
    )
    figure.add_scatter(
        x=numbers,
        y=[float(values.mean()) for values in by_update],
        name=_("mean"),
        mode="lines",
        line={"color": palette.blue, "width": 2.5},
        hovertemplate=_("update %{x}: %{y:.3f}"),
    )
    styled(figure, palette, x=_("update"), y=_("margin (no unit)"), height=320)
    return figure.update_layout(showlegend=True, legend=ABOVE)
