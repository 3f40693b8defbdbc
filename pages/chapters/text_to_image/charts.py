"""Figures of Text to image. Pure but for the visitor's language: arrays in, figure out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.basics.words import show
from pages.chapters.text_to_image.paths import Paths
from pages.figures.charts import ABOVE, Floats, plain, styled


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


def paths(pair: Paths, palette: Palette = LIGHT) -> go.Figure:
    """Both runs on the two principal components; each dot is a step, the last one large."""
    figure = go.Figure()
    runs = (
        (_("1st prompt"), pair.first, palette.orange, "solid", "circle"),
        (_("2nd prompt"), pair.second, palette.blue, "dash", "diamond"),
    )
    for name, places, colour, dash, symbol in runs:
        figure.add_scatter(
            x=places[:, 0],
            y=places[:, 1],
            name=name,
            mode="lines+markers",
            line={"color": colour, "dash": dash},
            marker={"symbol": symbol, "size": [6] * (len(places) - 1) + [14]},
            customdata=list(range(len(places))),
            hovertemplate=_("after {n} steps").format(n="%{customdata}"),
        )
    figure.add_annotation(x=pair.first[0, 0], y=pair.first[0, 1], text=_("noise"), showarrow=True, ay=-28)
    x, y = (_("principal component {n} ({share})").format(n=i + 1, share=show(pair.shares[i], ".0%")) for i in (0, 1))
    styled(figure, palette, height=420)
    figure.update_xaxes(title_text=x)
    figure.update_yaxes(title_text=y, scaleanchor="x")
    return figure.update_layout(showlegend=True, legend=ABOVE)
