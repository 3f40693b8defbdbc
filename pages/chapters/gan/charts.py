"""Figures of GAN. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.figures.charts import styled

BALANCE_CRITIC, BALANCE_GENERATOR = 2 * log(2), log(2)  # nats, where the critic gives 1/2 everywhere


def game(
    turns: Sequence[int],
    critic: Sequence[float],
    generator: Sequence[float],
    reached: Sequence[float],
    shown: int,
    palette: Palette = LIGHT,
) -> go.Figure:
    """Both losses over the turns, and below how much of the data is reached (%). `shown` is the turn on the plane."""
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.1, row_heights=[0.58, 0.42])
    lines = [
        (_("critic"), critic, palette.text, "dash", BALANCE_CRITIC),
        (_("generator"), generator, palette.violet, "solid", BALANCE_GENERATOR),
    ]
    for name, values, colour, dash, balance in lines:
        figure.add_scatter(
            x=list(turns),
            y=list(values),
            name=name,
            mode="lines+markers",
            marker={"size": 4},
            line={"color": colour, "width": 2.5, "dash": dash},
            hovertemplate=_("turn %{x}: %{y:.3f} nats"),
            row=1,
            col=1,
        )
        figure.add_hline(y=balance, line={"color": colour, "dash": "dot", "width": 1}, row=1, col=1)
    figure.add_scatter(
        x=list(turns),
        y=list(reached),
        mode="lines+markers",
        marker={"size": 4},
        showlegend=False,
        line={"color": palette.violet, "width": 2.5},
        hovertemplate=_("turn %{x}: %{y:.0f} %") + "<extra></extra>",
        row=2,
        col=1,
    )
    styled(figure, palette, height=400)
    figure.add_vline(x=shown, line={"color": palette.quiet, "width": 1})
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.1, "x": 0})
    figure.update_xaxes(title_text=_("turn"), row=2, col=1)
    figure.update_yaxes(range=[0, 104], title_text=_("points reached (%)"), row=2, col=1)
    figure.update_yaxes(title_text=_("loss (nats)"), row=1, col=1)
    return figure
