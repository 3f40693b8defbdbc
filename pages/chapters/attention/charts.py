"""Figures of the Attention chapter. Pure but for the visitor's language: arrays in, figure out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.figures.charts import Floats, plain, styled

RANKS = 4  # tokens shown at each depth


def logit_lens(pieces: Sequence[Sequence[str]], probs: Floats, palette: Palette = LIGHT) -> go.Figure:
    """What each depth would write next, one row for depths that follow each other with the same first token: the row of
    the last of them. pieces, probs: (depths, ranks), likeliest first; depth 0 is the embedding."""
    groups = alike([row[0] for row in pieces])
    names = [_depths(first, last) for first, last in groups]
    lasts = [last for _first, last in groups]
    text = [[plain(piece) for piece in pieces[depth][:RANKS]] for depth in lasts]
    figure = go.Figure(
        go.Heatmap(
            z=100 * np.asarray(probs)[lasts, :RANKS],
            x=[f"{r}." for r in range(1, RANKS + 1)],
            y=names,
            text=text,
            texttemplate="%{text}",
            textfont={"size": 12},
            zmin=0,
            zmax=100,
            xgap=2,
            ygap=2,
            colorscale=[[0, palette.background], [1, palette.blue]],
            colorbar={
                "title": {"text": _("probability (%)"), "side": "bottom", "font": {"size": 13}},
                "orientation": "h",
                "thickness": 12,
                "len": 0.6,
                "x": 0,
                "xanchor": "left",
                "y": 0,
                "yanchor": "top",
            },
            hovertemplate="%{y}, %{x} %{text}: %{z:.1f} %<extra></extra>",
        )
    )
    styled(figure, palette, x=_("likeliest tokens"), height=24 * len(groups) + 90)
    figure.update_yaxes(autorange="reversed", showgrid=False, dtick=1)
    figure.update_xaxes(side="top", showgrid=False, type="category")
    return figure


def alike(items: Sequence[str]) -> list[tuple[int, int]]:
    """The runs of equal items: the first and the last index of each."""
    starts = [i for i, item in enumerate(items) if i == 0 or item != items[i - 1]]
    return list(zip(starts, [start - 1 for start in starts[1:]] + [len(items) - 1], strict=True))


def _depths(first: int, last: int) -> str:
    """The name of depths from one to another: depth 0 is the embedding, depth n comes after layer n - 1."""
    if first == last:
        return _("layer {n}").format(n=first - 1) if first else _("embedding")
    if first == 0:
        return _("embedding to layer {n}").format(n=last - 1)
    return _("layers {first} to {last}").format(first=first - 1, last=last - 1)


def rise(final_prob: Floats, piece: str, palette: Palette = LIGHT) -> go.Figure:
    """Probability, at each depth, of the token that the last depth puts first. final_prob: (depths,)."""
    depth = np.arange(len(final_prob))
    hover = _("after %{x} layers: %{y:.1f} %") + "<extra></extra>"
    line = go.Scatter(x=depth, y=100 * np.asarray(final_prob), mode="lines+markers", hovertemplate=hover)
    title = _("probability of {piece} (%, log scale)").format(piece=plain(piece))
    figure = styled(go.Figure(line), palette, x=_("layers passed"), y=title, height=260)
    # It grows by factors: on a linear axis all but the last layers would lie on the ground.
    figure.update_yaxes(type="log", exponentformat="power", dtick=2)
    return figure


def where_it_looks(layers: NDArray[np.integer], shares: Floats, palette: Palette = LIGHT) -> go.Figure:
    """Mean attention on the first token in each layer. shares: (layers,), averaged over heads."""
    bars = go.Bar(x=layers, y=100 * np.asarray(shares), hovertemplate=_("layer %{x}: %{y:.0f} %") + "<extra></extra>")
    figure = styled(go.Figure(bars), palette, x=_("layer"), y=_("attention on the first token (%)"), height=240)
    figure.update_yaxes(range=[0, 100])
    return figure
