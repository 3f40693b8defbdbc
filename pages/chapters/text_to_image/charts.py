"""Figures of Text to image. Pure but for the visitor's language: arrays in, figure out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.figures.charts import Floats, plain, styled


def embedding(tokens: Sequence[str], states: Floats, palette: Palette = LIGHT) -> go.Figure:
    """What the text encoder makes of each token. states: (tokens, 192), no unit; blue below 0, red above."""
    limit = float(np.quantile(np.abs(states), 0.99))
    figure = go.Figure(
        go.Heatmap(
            z=np.round(states, 3),
            zmin=-limit,
            zmax=limit,
            ygap=1,
            colorscale=[[0, palette.minus], [0.5, palette.zero], [1, palette.plus]],
            colorbar={"title": {"text": _("value")}, "thickness": 12, "tickformat": ".1f"},
            hovertemplate="%{y}, " + _("number") + " %{x}: %{z:.3f}<extra></extra>",
        )
    )
    styled(figure, palette, x=_("number in the token's state, of 192"), height=24 * len(tokens) + 90)
    names = [f"{i} {plain(token)}" for i, token in enumerate(tokens)]
    figure.update_yaxes(
        autorange="reversed", showgrid=False, tickmode="array", tickvals=list(range(len(tokens))), ticktext=names
    )
    return figure


def schedule(alphas: Floats, palette: Palette = LIGHT) -> go.Figure:
    """How much picture and how much noise each step sees. alphas: ᾱ of each step, in [0, 1]."""
    steps = list(range(1, len(alphas) + 1))
    a = np.asarray(alphas, float)
    figure = go.Figure(
        [
            go.Scatter(
                x=steps, y=np.sqrt(a), name=_("picture, √ᾱ"), mode="lines+markers", line={"color": palette.orange}
            ),
            go.Scatter(
                x=steps,
                y=np.sqrt(1 - a),
                name=_("noise, √(1 − ᾱ)"),
                mode="lines+markers",
                line={"color": palette.quiet, "dash": "dot"},
            ),
        ]
    )
    styled(figure, palette, x=_("step"), y=_("share of the amplitude"), height=300)
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.15, "x": 0})
    return figure


def gap(noise: Floats, picture: Floats, palette: Palette = LIGHT) -> go.Figure:
    """How much the words change at each step: in the predicted noise, and in the picture that it means. Root mean
    squares in standard deviations; both for a guidance of 1."""
    steps = list(range(1, len(noise) + 1))
    figure = go.Figure(
        [
            go.Scatter(
                x=steps,
                y=picture,
                name=_("in the predicted picture"),
                mode="lines+markers",
                line={"color": palette.orange},
            ),
            go.Scatter(
                x=steps,
                y=noise,
                name=_("in the predicted noise"),
                mode="lines+markers",
                line={"color": palette.quiet, "dash": "dot"},
            ),
        ]
    )
    styled(figure, palette, x=_("step"), y=_("what the words change (RMS)"), height=280)
    figure.update_yaxes(rangemode="tozero")
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.2, "x": 0})
    return figure
