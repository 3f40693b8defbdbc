"""Figures of Memorisation. Pure but for the visitor's language: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.figures.charts import ABOVE, ROW, plain, styled

Numbers = Sequence[float] | NDArray[np.number]


@dataclass(frozen=True)
class Line:
    """A named series: where its dots are."""

    name: str
    x: Numbers
    y: Numbers


def copied(lines: Sequence[Line], given: int, palette: Palette = LIGHT) -> go.Figure:
    """How many tokens are copied word for word, for each number of given ones."""
    figure = go.Figure()
    for line, tint, dash in zip(lines, (palette.blue, palette.orange), ("solid", "dot"), strict=False):
        figure.add_scatter(
            x=line.x,
            y=line.y,
            name=plain(line.name),
            mode="lines",
            line={"shape": "hv", "color": tint, "dash": dash, "width": 2.5},
            hovertemplate=_("%{x} given: %{y} copied") + "<extra></extra>",
        )
    figure.add_vline(given, line={"color": palette.quiet, "dash": "dash"})
    styled(figure, palette, _("tokens given"), _("tokens copied word for word"), height=300)
    figure.update_yaxes(rangemode="tozero")
    return figure.update_layout(showlegend=True, legend=ABOVE)


@dataclass(frozen=True)
class Row:
    """A famous text and its twin, bits per token each."""

    name: str
    famous: float
    fresh: float


def surprise(rows: Sequence[Row], guess: float, own: float | None, palette: Palette = LIGHT) -> go.Figure:
    """A line from each famous text to its twin. `guess`: bits of a digit that is guessed; `own`: of the visitor's."""
    names = [row.name for row in rows]
    figure = go.Figure()
    for row in rows:
        figure.add_scatter(
            x=[row.famous, row.fresh],
            y=[row.name, row.name],
            mode="lines",
            line={"color": palette.grid, "width": 4},
            showlegend=False,
            hoverinfo="skip",
        )
    hover = "%{y}: " + _("%{x:.2f} bits per token") + "<extra></extra>"
    marks = (
        (_("famous"), [row.famous for row in rows], palette.blue, "circle"),
        (_("fresh twin"), [row.fresh for row in rows], palette.orange, "diamond"),
    )
    for name, values, tint, symbol in marks:
        figure.add_scatter(
            x=values,
            y=names,
            name=name,
            mode="markers",
            hovertemplate=hover,
            marker={"size": 11, "color": tint, "symbol": symbol},
        )
    lines = [(guess, _("a digit guessed blindly"), palette.quiet, "dot")]
    lines += [] if own is None else [(own, _("your text"), palette.violet, "dash")]
    for at, name, tint, dash in lines:
        figure.add_scatter(
            x=[at, at],
            y=[names[0], names[-1]],
            name=name,
            mode="lines",
            line={"color": tint, "dash": dash, "width": 2},
            hovertemplate=f"{name}: %{{x:.2f}}<extra></extra>",
        )
    styled(figure, palette, _("surprise (bits per token)"), height=150 + ROW * len(rows))
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(rangemode="tozero")
    return figure.update_layout(showlegend=True, legend=ABOVE)


def by_copies(
    copies: Sequence[int], planted: NDArray[np.floating], never: Numbers, palette: Palette = LIGHT
) -> go.Figure:
    """Exposure of each planted code (runs, people), and of the one that was never planted (runs,)."""
    names = [str(count) for count in copies]
    figure = go.Figure()
    figure.add_scatter(
        x=np.repeat(names, planted.shape[1]),
        y=planted.ravel(),
        name=_("a planted code"),
        mode="markers",
        marker={"size": 11, "color": palette.blue, "opacity": 0.75},
        hovertemplate=_("%{x} copies: %{y:.1f} bits") + "<extra></extra>",
    )
    figure.add_scatter(
        x=names,
        y=planted.mean(1),
        name=_("their mean"),
        mode="lines",
        hoverinfo="skip",
        line={"color": palette.blue, "width": 2},
    )
    figure.add_scatter(
        x=names,
        y=never,
        name=_("a code never planted (control)"),
        mode="markers",
        marker={"size": 11, "color": palette.quiet, "symbol": "circle-open"},
        hovertemplate=_("never planted: %{y:.1f} bits") + "<extra></extra>",
    )
    return _exposures(figure, _("copies in the training text"), palette)


def over_updates(lines: Sequence[Line], losses: Sequence[Line], palette: Palette = LIGHT) -> go.Figure:
    """Above: exposure of each person's code, the last one's never planted. Below: both losses."""
    figure = make_subplots(2, 1, shared_xaxes=True, vertical_spacing=0.08)
    tints = [palette.blue, palette.teal, palette.violet, palette.quiet]
    symbols = ["circle", "square", "diamond", "circle-open"]
    for line, tint, symbol in zip(lines, tints, symbols, strict=True):
        figure.add_scatter(
            x=line.x,
            y=line.y,
            name=line.name,
            mode="lines+markers",
            row=1,
            col=1,
            line={"color": tint, "width": 2},
            marker={"size": 9, "symbol": symbol},
            hovertemplate=_("update %{x}: %{y:.1f} bits") + "<extra></extra>",
        )
    _losses(figure, losses, 2, palette, _("update %{x}: %{y:.2f} nats per token"))
    return _over_updates(figure, _("exposure (bits)"), _("nats per token"), palette, height=480)


def _over_updates(figure: go.Figure, above: str, below: str, palette: Palette, height: int) -> go.Figure:
    """Two panels over the updates, with the titles of their values."""
    styled(figure, palette, height=height)
    figure.update_xaxes(title_text=_("updates"), row=2, col=1)
    figure.update_yaxes(title_text=above, row=1, col=1)
    figure.update_yaxes(title_text=below, row=2, col=1)
    figure.update_yaxes(rangemode="tozero", title_font_size=12)
    return figure.update_layout(showlegend=True, legend=ABOVE)


def _losses(figure: go.Figure, losses: Sequence[Line], row: int, palette: Palette, hover: str) -> None:
    for line, dash in zip(losses, ("solid", "dash"), strict=True):
        figure.add_scatter(
            x=line.x,
            y=line.y,
            name=line.name,
            mode="lines+markers",
            row=row,
            col=1,
            line={"color": palette.orange, "dash": dash, "width": 2},
            hovertemplate=hover + "<extra></extra>",
        )


def _exposures(figure: go.Figure, x: str, palette: Palette) -> go.Figure:
    styled(figure, palette, x, _("exposure (bits)"), height=340)
    figure.update_xaxes(type="category")
    figure.update_yaxes(rangemode="tozero")
    return figure.update_layout(showlegend=True, legend=ABOVE)


def ratios(groups: Sequence[tuple[str, Numbers]], line: float, palette: Palette = LIGHT) -> go.Figure:
    """d₁/d₂ of each picture, a dot each: of drawn ones and of their control by turns, and the line of a copy."""
    figure = go.Figure()
    for place, (name, values) in enumerate(groups):
        tint = palette.quiet if place % 2 else palette.blue
        spread = np.linspace(-0.25, 0.25, len(values)) if len(values) > 1 else np.zeros(1)
        figure.add_scatter(
            x=values,
            y=place + spread,
            name=name,
            mode="markers",
            marker={"size": 8, "color": tint, "opacity": 0.7},
            hovertemplate=f"{name}: %{{x:.2f}}<extra></extra>",
        )
    figure.add_vline(line, line={"color": palette.plus, "dash": "dash"})
    styled(figure, palette, _("d₁/d₂: distance to the nearest / to the second"), height=120 + 45 * len(groups))
    figure.update_xaxes(range=[0, 1.02])
    figure.update_yaxes(tickvals=list(range(len(groups))), ticktext=[name for name, _values in groups], showgrid=False)
    return figure.update_yaxes(autorange="reversed")


def copying(lengths: Sequence[Line], losses: Sequence[Line], palette: Palette = LIGHT) -> go.Figure:
    """Above: the longest copied stretch of what is written on the way. Below: loss on learned and on unseen text."""
    figure = make_subplots(2, 1, shared_xaxes=True, vertical_spacing=0.08)
    for line in lengths:
        figure.add_scatter(
            x=line.x,
            y=line.y,
            name=line.name,
            mode="lines+markers",
            row=1,
            col=1,
            line={"color": palette.blue, "width": 2},
            marker={"size": 9},
            hovertemplate=_("update %{x}: %{y} characters") + "<extra></extra>",
        )
    _losses(figure, losses, 2, palette, _("update %{x}: %{y:.2f} bits per character"))
    return _over_updates(figure, _("characters"), _("bits per character"), palette, height=460)
