"""Figures of Diffusion. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.figures.charts import plain, styled


def changes(moved: Sequence[float], palette: Palette = LIGHT) -> go.Figure:
    """How far each step moves the predicted picture. moved: shares of full scale, from the second step on."""
    bars = go.Bar(
        x=list(range(2, len(moved) + 2)),
        y=[100 * m for m in moved],
        marker_color=palette.orange,
        hovertemplate=_("step %{x}: %{y:.2f} %") + "<extra></extra>",
    )
    figure = styled(go.Figure(bars), palette, x=_("step"), y=_("change of x̂₀ (%)"))
    figure.update_yaxes(rangemode="tozero")
    return figure


def mixture(timesteps: Sequence[int], alphas: Sequence[float], palette: Palette = LIGHT) -> go.Figure:
    """How much of the picture and of the noise is in x_t, in amplitude: their squares sum to 1. alphas: ᾱ in [0, 1]."""
    figure = go.Figure()
    kinds = [
        (_("picture, √ᾱ"), [100 * a**0.5 for a in alphas], palette.orange, "solid"),
        (_("noise, √(1 − ᾱ)"), [100 * (1 - a) ** 0.5 for a in alphas], palette.quiet, "dash"),
    ]
    for name, y, colour, dash in kinds:
        figure.add_scatter(
            x=list(timesteps),
            y=y,
            name=name,
            mode="lines+markers",
            line={"color": colour, "width": 3, "dash": dash},
            hovertemplate="t = %{x}: %{y:.1f} %",
        )
    styled(figure, palette, x=_("timestep t"), y=_("share of amplitude (%)"), height=260)
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.18, "x": 0})
    figure.update_yaxes(rangemode="tozero")
    return figure


def quality(
    steps: Sequence[int],
    curves: Mapping[str, Sequence[float]],
    floor: float,
    title: str,
    floor_name: str,
    palette: Palette = LIGHT,
) -> go.Figure:
    """A measure against the number of steps, a line for each scheduler, and what real pictures reach."""
    figure = go.Figure()
    colours, dashes = (palette.orange, palette.text, palette.teal, palette.violet), ("solid", "dash", "dot", "dashdot")
    for (name, y), colour, dash in zip(curves.items(), colours, dashes, strict=False):
        figure.add_scatter(
            x=list(steps),
            y=list(y),
            name=plain(name),
            mode="lines+markers",
            marker={"size": 8},
            line={"color": colour, "width": 3, "dash": dash},
            hovertemplate=_("%{x} steps: %{y:.4g}"),
        )
    figure.add_hline(
        y=floor,
        line={"color": palette.quiet, "dash": "dot"},
        annotation={"text": floor_name, "font_size": 13},
        annotation_position="bottom left",
    )
    styled(figure, palette, x=_("steps (log scale)"), y=title, height=300)
    figure.update_layout(showlegend=len(curves) > 1, legend={"orientation": "h", "y": 1.15, "x": 0})
    figure.update_xaxes(type="log", tickvals=list(steps))
    if floor < min(min(y) for y in curves.values()):
        figure.update_yaxes(rangemode="tozero")  # room below the floor for its name
    return figure
