"""Figures of Next token. Pure but for the words: arrays in, figure out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.basics.words import percent, show
from pages.figures.charts import Floats, plain, styled

FEW = 1000  # tokens; seldom do more share half of the probability


def reach(probs: Floats, share: float) -> int:
    """How many of the likeliest tokens together reach `share`. probs: (vocab_size,), sums to 1."""
    few = np.partition(probs, -min(FEW, len(probs)))[-FEW:]
    likeliest = few if few.sum() >= share else probs  # to sort them all takes 2 ms, at every move of a slider
    return int(np.searchsorted(np.cumsum(np.sort(likeliest)[::-1]), share)) + 1


def cumulative(probs: Floats, palette: Palette = LIGHT) -> go.Figure:
    """How much probability the n likeliest tokens hold together. probs: (vocab_size,), sums to 1; n on a log axis."""
    total = 100 * np.cumsum(np.sort(probs)[::-1])
    n = np.unique(np.geomspace(1, len(probs), 300).astype(int))
    hover = _("%{x:,} tokens: %{y:.1f} %") + "<extra></extra>"
    figure = go.Figure(go.Scatter(x=n, y=total[n - 1], mode="lines", line={"width": 3}, hovertemplate=hover))
    marks = [(reach(probs, share / 100), share) for share in (50, 90)]
    figure.add_scatter(
        x=[tokens for tokens, _share in marks],
        y=[share for _tokens, share in marks],
        mode="markers+text",
        text=[_("{share} % with {n}").format(share=share, n=show(n, ",")) for n, share in marks],
        textposition="bottom right",
        marker={"size": 9, "color": palette.blue},
        hoverinfo="skip",
    )
    figure.update_xaxes(type="log", dtick=1)
    figure.update_yaxes(range=[0, 104])
    return styled(figure, palette, x=_("tokens, likeliest first (log scale)"), y=_("total probability (%)"))


def temperature_sweep(
    rows: Sequence[Floats], temperatures: Sequence[float], labels: Sequence[str], palette: Palette = LIGHT
) -> go.Figure:
    """The same tokens at several temperatures, on one scale. rows: per temperature the (n,) probabilities of labels."""
    columns = 2
    titles = [_("at {t:g}").format(t=t) for t in temperatures]
    deep = -(-len(rows) // columns)
    figure = make_subplots(
        deep,
        columns,
        subplot_titles=titles,
        shared_xaxes=True,
        shared_yaxes=True,
        vertical_spacing=0.1,
        horizontal_spacing=0.08,
    )
    names = [plain(label) for label in labels]
    for i, probs in enumerate(rows):
        bars = go.Bar(
            x=100 * np.asarray(probs),
            y=names,
            orientation="h",
            name=titles[i],
            marker_color=palette.blue,
            text=[percent(float(p)) for p in probs],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:.1f} %<extra></extra>",
        )
        figure.add_trace(bars, row=i // columns + 1, col=i % columns + 1)
    styled(figure, palette, height=deep * (len(labels) * 20 + 60) + 40)
    figure.update_xaxes(range=[0, 115], tickvals=[0, 50, 100])  # room for the number behind a bar of 100 %
    figure.update_xaxes(title_text=_("probability (%)"), row=deep)
    figure.update_yaxes(autorange="reversed", type="category")
    figure.update_annotations(font_size=13)
    return figure
