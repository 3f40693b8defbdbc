"""The common style of all charts. Pure except for the words: a figure in, a figure out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
import plotly.io
from numpy.typing import NDArray

from pages.basics.intervals import wilson
from pages.basics.language import localised
from pages.basics.theme import LIGHT, Palette

Floats = NDArray[np.floating]
# Plotly's own template would be sent with every figure, longer than most of their data; ours sets only what shows.
plotly.io.templates.default = "none"
ROW = 26  # pixels per bar, everywhere
# A legend that grows upwards from the plot, and takes the room it needs: on a phone it has more rows.
ABOVE = {"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0}


def plain(text: str) -> str:
    """A visitor's or model's text for Plotly, which reads a subset of HTML in labels."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@cache
def _look(palette: Palette, separators: str) -> go.layout.Template:
    """The project's look. A template, because setting the same on every figure takes longer than making the figure."""
    axis = {"gridcolor": palette.grid, "zerolinecolor": palette.grid, "automargin": True, "fixedrange": True}
    axis["title"] = {"font": {"size": 14}}
    return go.layout.Template(
        layout={
            "margin": {"l": 8, "r": 16, "t": 28, "b": 8},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"color": palette.text, "family": "Source Sans, sans-serif", "size": 14},
            "colorway": [palette.blue, palette.orange, palette.teal, palette.violet],
            "hoverlabel": {"bgcolor": palette.background, "font": {"color": palette.text}},
            "showlegend": False,
            "bargap": 0.25,
            "separators": separators,  # decimal, thousands
            "xaxis": axis,
            "yaxis": axis,
        }
    )


def styled(figure: go.Figure, palette: Palette = LIGHT, x: str = "", y: str = "", height: int = 320) -> go.Figure:
    """The project's look: transparent ground, quiet grid, axis titles with units, no animation."""
    look = _look(palette, localised(".,"))
    figure.update_layout(template=look, height=height, uirevision="kept")  # zoom and selection survive a rerun
    if x:
        figure.update_xaxes(title_text=x)
    if y:
        figure.update_yaxes(title_text=y)
    return figure


def interval(counted: Sequence[tuple[int, int]], colour: str) -> dict[str, Any]:
    """Error bars of shares, k of n each: their 95 % interval (Wilson)."""
    shares, ends = [k / n for k, n in counted], [wilson(k, n) for k, n in counted]
    return {
        "array": [high - share for share, (_low, high) in zip(shares, ends, strict=True)],
        "arrayminus": [share - low for share, (low, _high) in zip(shares, ends, strict=True)],
        "color": colour,
        "thickness": 1.5,
    }
