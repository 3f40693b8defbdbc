"""Losses of a network that learns, over its updates, beside what simpler machines need."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

import plotly.graph_objects as go

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
    rounds: bool = False,
) -> go.Figure:
    """Both losses over the updates, on a log scale, and lines for what simpler machines need. `updates`: of the whole
    run; `shown`: the update of the checkpoint that is shown; `rounds`: what is counted are rounds over all text."""
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
            hovertemplate=_("round %{x:,}: %{y:.3f} bits per character")
            if rounds
            else _("update %{x:,}: %{y:.3f} bits per character"),
        )
    low, high = span([*train, *held_out, *(bits for _name, bits in yardsticks)])
    for group in _grouped(yardsticks, high - low):
        _labelled(figure, group, palette)
    styled(
        figure, palette, x=_("rounds") if rounds else _("updates"), y=_("bits per character (log scale)"), height=400
    )
    if shown is not None:
        figure.add_vline(x=shown, line={"color": palette.text, "width": 1})
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(range=[0, updates])
    bits_axis(figure, low, high)
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


def bits_axis(figure: go.Figure, low: float, high: float) -> None:
    """Ticks of a log scale. `low` and `high` are logarithms."""
    ticks = [tick for tick in TICKS if low <= log10(tick) <= high]
    figure.update_yaxes(type="log", range=[low, high], tickvals=ticks, ticktext=[show(tick, "g") for tick in ticks])
