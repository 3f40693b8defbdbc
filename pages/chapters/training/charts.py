"""Figures of Training. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.figures.charts import ABOVE, styled
from pages.figures.losses import HIGHEST, Curve, bits_axis, span


def sizes(
    parts: Sequence[str], gradient: Sequence[float], change: Sequence[float], palette: Palette = LIGHT
) -> go.Figure:
    """How long the gradient of each part is, and how far the update moved it: two panels with bars."""
    figure = make_subplots(
        rows=1, cols=2, shared_yaxes=True, horizontal_spacing=0.06, subplot_titles=(_("gradient (nats)"), _("change"))
    )
    for column, values in enumerate((gradient, change), 1):
        figure.add_bar(
            x=list(values),
            y=list(parts),
            orientation="h",
            marker={"color": palette.blue},
            hovertemplate="%{y}: %{x:.4f}<extra></extra>",
            row=1,
            col=column,
        )
    styled(figure, palette, height=280)
    figure.update_annotations(font_size=14)
    figure.update_xaxes(nticks=4, tickangle=0)
    return figure.update_yaxes(autorange="reversed")


def drops(
    numbers: Sequence[int], predicted: Sequence[float], came: Sequence[float], palette: Palette = LIGHT
) -> go.Figure:
    """By how much each opened update lowered the loss of its batch: as the slope predicted, and as it came."""
    figure = go.Figure()
    for name, values, symbol in ((_("predicted by the slope"), predicted, "circle-open"), (_("came"), came, "circle")):
        figure.add_scatter(
            x=[f"{number:,}" for number in numbers],
            y=list(values),
            name=name,
            mode="lines+markers",
            marker={"size": 9, "symbol": symbol, "color": palette.blue},
            line={"color": palette.blue, "width": 1.5, "dash": "dot" if symbol != "circle" else "solid"},
            hovertemplate=_("update %{x}: %{y:.4f} nats per piece"),
        )
    styled(figure, palette, x=_("update"), y=_("drop of the loss (nats per piece)"), height=300)
    figure.update_xaxes(type="category")
    return figure.update_layout(showlegend=True, legend=ABOVE)


def slope(offsets: Sequence[float], losses: Sequence[float], steepness: float, palette: Palette = LIGHT) -> go.Figure:
    """The loss with one number changed by each offset, and the straight line that backpropagation says; offset 0 is
    among them."""
    here = losses[list(offsets).index(0.0)]
    figure = go.Figure()
    figure.add_scatter(
        x=list(offsets),
        y=list(losses),
        name=_("tried: the loss with this number changed"),
        mode="lines+markers",
        marker={"size": 8, "color": palette.blue},
        line={"color": palette.blue, "width": 2.5},
        hovertemplate=_("changed by %{x:+.3f}: %{y:.5f} nats per piece"),
    )
    figure.add_scatter(
        x=[min(offsets), max(offsets)],
        y=[here + steepness * min(offsets), here + steepness * max(offsets)],
        name=_("computed: the slope from backpropagation"),
        mode="lines",
        line={"color": palette.text, "width": 1.5, "dash": "dash"},
        hoverinfo="skip",
    )
    styled(figure, palette, x=_("change of the number"), y=_("loss (nats per piece)"), height=340)
    return figure.update_layout(showlegend=True, legend=ABOVE)


def multiples(runs: Sequence[tuple[str, Curve]], updates: int, blind: float, palette: Palette = LIGHT) -> go.Figure:
    """The held-out loss of several runs, a panel each, all with the same axes."""
    columns = 3
    rows = ceil(len(runs) / columns)
    figure = make_subplots(
        rows=rows,
        cols=columns,
        shared_xaxes=True,
        shared_yaxes=True,
        horizontal_spacing=0.03,
        vertical_spacing=0.16,
        subplot_titles=[name for name, _curve in runs],
    )
    for n, (_name, (numbers, _train, held_out)) in enumerate(runs):
        place = {"row": n // columns + 1, "col": n % columns + 1}
        figure.add_scatter(
            x=list(numbers),
            y=[min(bits, HIGHEST) for bits in held_out],
            mode="lines+markers",
            marker={"size": 3},
            line={"color": palette.blue, "width": 2},
            hovertemplate=_("update %{x:,}: %{y:.3f} bits per character") + "<extra></extra>",
            **place,
        )
        figure.add_hline(y=blind, line={"color": palette.quiet, "width": 1, "dash": "dash"}, **place)
    styled(figure, palette, height=230 * rows)
    figure.update_annotations(font_size=13)
    figure.update_xaxes(range=[0, updates])
    bits_axis(figure, *span([0.45, blind, *(min(run[1][2]) for run in runs)]))
    figure.update_xaxes(title_text=_("updates"), row=rows)
    return figure.update_yaxes(title_text=_("bits per character"), col=1)
