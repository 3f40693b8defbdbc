"""Figures of Shapes. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from models.shapes.measured import Share
from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.figures.charts import ABOVE, styled


def asked(
    wanted: Sequence[float], found: Sequence[float], own: tuple[float, float], palette: Palette = LIGHT
) -> go.Figure:
    """Sizes asked for against sizes measured in the points, both in percent; `own` is the cloud on the page."""
    ends = [min(wanted), max(wanted)]
    figure = go.Figure()
    figure.add_scatter(
        x=ends, y=ends, mode="lines", name=_("exactly as asked"), line={"color": palette.quiet, "dash": "dot"}
    )
    figure.add_scatter(
        x=list(wanted),
        y=list(found),
        mode="markers",
        name=_("measured before"),
        marker={"color": palette.teal, "size": 7, "symbol": "circle-open"},
    )
    figure.add_scatter(
        x=[own[0]],
        y=[own[1]],
        mode="markers",
        name=_("your cloud"),
        marker={"color": palette.orange, "size": 13, "symbol": "diamond"},
    )
    styled(figure, palette, x=_("asked for (%)"), y=_("measured (%)"), height=360)
    return figure.update_layout(showlegend=True, legend=ABOVE)


def nearest(rows: Mapping[str, Share], palette: Palette = LIGHT) -> go.Figure:
    """1-NN accuracy of each set in percent, with its 95 % interval; a line where sets cannot be told apart."""
    names, shares = list(rows), list(rows.values())
    figure = go.Figure(
        go.Scatter(
            x=[100 * row.share for row in shares],
            y=names,
            mode="markers",
            marker={"color": palette.teal, "size": 10},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [100 * (row.high - row.share) for row in shares],
                "arrayminus": [100 * (row.share - row.low) for row in shares],
                "color": palette.teal,
            },
            hovertemplate="%{y}: %{x:.1f} %<extra></extra>",
        )
    )
    styled(figure, palette, x=_("1-nearest-neighbour accuracy (%)"), height=330)
    figure.add_vline(x=50, line={"color": palette.quiet, "dash": "dot"})
    figure.update_xaxes(range=[35, 102])
    return figure.update_yaxes(autorange="reversed")
