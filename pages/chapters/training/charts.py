"""Figures of Training. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log10

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.basics.words import show
from pages.figures.charts import ABOVE, styled

TICKS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
LOWEST, HIGHEST = 0.001, 100.0  # bits per character that are drawn; a text known by heart may need none at all
NAME_HEIGHT = 0.05  # of the axis
Curve = tuple[Sequence[float], Sequence[float], Sequence[float]]  # updates, train, held out


def losses(
    curve: Curve,
    yardsticks: Sequence[tuple[str, float]],
    updates: int,
    shown: int | None = None,
    palette: Palette = LIGHT,
) -> go.Figure:
    """Both losses over the updates, on a log scale, and lines for what simpler machines need. `updates`: of the whole
    run; `shown`: the update of the checkpoint that is shown."""
    numbers, train, held_out = curve
    figure = go.Figure()
    for name, values, dash in (
        (_("on the text it learns from"), train, "dot"),
        (_("on text it never saw"), held_out, "solid"),
    ):
        figure.add_scatter(
            x=list(numbers),
            y=list(values),
            name=name,
            mode="lines+markers",
            marker={"size": 4},
            line={"color": palette.blue, "width": 2.5, "dash": dash},
            hovertemplate=_("update %{x:,}: %{y:.3f} bits per character"),
        )
    low, high = span([*train, *held_out, *(bits for _name, bits in yardsticks)])
    for group in _grouped(yardsticks, high - low):
        _labelled(figure, group, palette)
    styled(figure, palette, x=_("updates"), y=_("bits per character (log scale)"), height=400)
    if shown is not None:
        figure.add_vline(x=shown, line={"color": palette.text, "width": 1})
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(range=[0, updates])
    _bits_axis(figure, low, high)
    return figure


def span(values: Sequence[float]) -> tuple[float, float]:
    """The ends of a log axis, with room for a name below the lowest line."""
    return log10(max(min(values), LOWEST) / 1.35), log10(min(max(values) * 1.25, HIGHEST))


def _grouped(lines: Sequence[tuple[str, float]], span: float) -> list[list[tuple[str, float]]]:
    """Lines so close to each other that their names would overlap are named together; `lines` from high to low."""
    groups: list[list[tuple[str, float]]] = []
    for line in lines:
        if groups and log10(groups[-1][-1][1] / line[1]) < NAME_HEIGHT * span:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _labelled(figure: go.Figure, group: Sequence[tuple[str, float]], palette: Palette) -> None:
    """Lines across, with their names above the highest of them; the floor, below which no curve goes, has its own
    below."""
    for _name, bits in group:
        figure.add_hline(y=bits, line={"color": palette.quiet, "width": 1, "dash": "dash"})
    lowest = group[0][0] == _("floor")
    figure.add_annotation(
        x=1,
        xref="paper",
        xanchor="right",
        y=log10(group[0][1]),
        yanchor="top" if lowest else "bottom",
        showarrow=False,
        text=" · ".join(f"{name} {show(bits, '.2f')}" for name, bits in group),
        font={"size": 12, "color": palette.quiet},
    )


def _bits_axis(figure: go.Figure, low: float, high: float) -> None:
    """`low` and `high` are logarithms."""
    ticks = [tick for tick in TICKS if low <= log10(tick) <= high]
    figure.update_yaxes(type="log", range=[low, high], tickvals=ticks, ticktext=[show(tick, "g") for tick in ticks])


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
    _bits_axis(figure, *span([0.45, blind, *(min(run[1][2]) for run in runs)]))
    figure.update_xaxes(title_text=_("updates"), row=rows)
    return figure.update_yaxes(title_text=_("bits per character"), col=1)
