"""Figures of Cost. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

import plotly.graph_objects as go

from models.cost.published import BOUNDARIES, Boundary
from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.chapters.cost.units import between, power_of_ten, si, ten_to
from pages.figures.charts import ABOVE, ROW, styled

LEFT = ("fp32", "fp16")  # at the edge, and beside bf16, which weighs the same


@dataclass(frozen=True)
class Rung:
    """One row of the scale: a range, or a point where low is high."""

    name: str
    low: float
    high: float
    boundary: Boundary | str
    note: str = ""


def looks(palette: Palette) -> dict[str, tuple[str, str]]:
    """Boundary → colour and symbol."""
    return {
        "cores": (palette.blue, "line-ns"),
        "counters": (palette.blue, "circle"),
        "chip": (palette.teal, "diamond"),
        "machine": (palette.violet, "square"),
        "data_centre": (palette.orange, "circle"),
        "not_stated": (palette.quiet, "x"),
        "physics": (palette.text, "star"),
        "here": (palette.blue, "circle"),
        "formula": (palette.quiet, "diamond"),
    }


def ladder(rungs: Sequence[Rung], unit: str, palette: Palette = LIGHT) -> go.Figure:
    """From little to much on a logarithmic axis; colour and shape tell the boundary."""
    figure, ordered = go.Figure(), sorted(rungs, key=lambda rung: rung.high)
    for boundary in dict.fromkeys(rung.boundary for rung in ordered):
        colour, symbol = looks(palette)[boundary]
        rows = [rung for rung in ordered if rung.boundary == boundary]
        figure.add_scatter(
            x=[x for rung in rows for x in (rung.low, rung.high, None)],
            y=[rung.name for rung in rows for _i in range(3)],
            name=name_of(boundary),
            legendgroup=boundary,
            mode="lines+markers" if boundary == "cores" else "markers",
            line={"color": colour, "width": 9},
            marker={"color": colour, "size": 11, "symbol": symbol, "line": {"color": colour, "width": 2}},
            customdata=[hover(rung, unit) for rung in rows for _i in range(3)],
            hovertemplate="%{customdata}<extra></extra>",
        )
    styled(figure, palette, height=ROW * len(ordered) + 180)
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_yaxes(categoryorder="array", categoryarray=[rung.name for rung in ordered], dtick=1)
    first, last = log10(min(r.low for r in ordered)), log10(max(r.high for r in ordered))
    powers = [p for p in range(-24, 60) if first - 0.5 <= p <= last + 0.5 and p % 3 == 0]
    ticks = [si(10.0**p, unit) if unit == "J" else ten_to(p) for p in powers]
    return figure.update_xaxes(
        type="log",
        range=[first - 0.4, last + 0.8],
        tickvals=[10.0**p for p in powers],
        ticktext=ticks,
        title_text=_("energy (joules, log scale)") if unit == "J" else _("operations (FLOP, log scale)"),
    )


def name_of(boundary: str) -> str:
    names = BOUNDARIES | {"here": _("runs here, by formula"), "formula": _("other models: 2N a token, 6ND a training")}
    return _(names[boundary])  # type: ignore[index]  # a dictionary of both sorts of keys


def hover(rung: Rung, unit: str) -> str:
    if unit == "J":
        value = si(rung.low, unit) if rung.low == rung.high else between(rung.low, rung.high, unit)
    else:
        value = power_of_ten(rung.high, unit)
    return f"{rung.name}: {value}<br>{name_of(rung.boundary)}"


def parts(rows: Sequence[tuple[str, Sequence[float]]], texts: Sequence[str], palette: Palette = LIGHT) -> go.Figure:
    """Multiply-adds by part, one bar for each text. rows: (part, multiply-adds of each text)."""
    figure, colours = go.Figure(), (palette.blue, palette.orange, palette.teal, palette.quiet)
    for (name, values), colour in zip(rows, colours, strict=True):
        figure.add_bar(
            x=list(values),
            y=list(texts),
            name=name,
            orientation="h",
            marker_color=colour,
            hovertemplate=name + ": %{x:.3s}",
        )
    styled(figure, palette, x=_("multiply-adds (millions)"), height=ROW * len(texts) + 150)
    return figure.update_layout(barmode="stack", showlegend=True, legend=ABOVE)


def caching(
    times: tuple[Sequence[float], Sequence[float]],
    counts: tuple[Sequence[int], Sequence[int]],
    palette: Palette = LIGHT,
) -> go.Figure:
    """Milliseconds and multiply-adds of each token, with and without the cache, side by side."""
    from plotly.subplots import make_subplots

    figure = make_subplots(1, 2, horizontal_spacing=0.14)
    styles = ((_("cache off"), palette.orange, "diamond"), (_("cache on"), palette.blue, "circle"))
    for column, pair in ((1, times), (2, [[n / 1e6 for n in row] for row in counts])):
        for (name, colour, symbol), values in zip(styles, (pair[1], pair[0]), strict=True):
            figure.add_scatter(
                x=list(range(1, len(values) + 1)),
                y=list(values),
                name=name,
                legendgroup=name,
                showlegend=column == 1,
                mode="lines+markers",
                line={"color": colour, "width": 2},
                marker={"color": colour, "symbol": symbol, "size": 6},
                hovertemplate="%{x}: %{y:,.0f}",
                row=1,
                col=column,
            )
    styled(figure, palette, height=330)
    figure.update_xaxes(title_text=_("written token"))
    figure.update_yaxes(title_text=_("milliseconds"), rangemode="tozero", row=1, col=1)
    figure.update_yaxes(title_text=_("multiply-adds (millions)"), rangemode="tozero", row=1, col=2)
    return figure.update_layout(showlegend=True, legend=ABOVE)


def coarser(rows: Sequence[tuple[str, float, float, tuple[float, float]]], palette: Palette = LIGHT) -> go.Figure:
    """Size against agreement. rows: (format, megabytes, share of tokens that agree, its interval)."""
    figure = go.Figure()
    figure.add_scatter(
        x=[size for _name, size, _share, _ends in rows],
        y=[share for _name, _size, share, _ends in rows],
        error_y={
            "array": [ends[1] - share for _name, _size, share, ends in rows],
            "arrayminus": [share - ends[0] for _name, _size, share, ends in rows],
            "color": palette.blue,
            "thickness": 1.5,
        },
        mode="markers+text",
        text=[name for name, _size, _share, _ends in rows],
        textposition=["middle left" if name in LEFT else "middle right" for name, *_rest in rows],
        marker={"color": palette.blue, "size": 10},
        cliponaxis=False,
        hovertemplate=_("%{text}: %{x:.0f} MB, %{y:.1%} agree") + "<extra></extra>",
    )
    styled(figure, palette, x=_("size of all matrices (MB, log scale)"), y=_("same likeliest token (%)"), height=360)
    figure.update_xaxes(type="log", tickvals=[50, 100, 200, 500], range=[log10(35), log10(700)])
    return figure.update_yaxes(tickformat=".0%", range=[-0.03, 1.12], tickvals=[0, 0.25, 0.5, 0.75, 1])


def scaling(
    points: Sequence[tuple[str, float, float]], own: tuple[float, float], palette: Palette = LIGHT
) -> go.Figure:
    """Operations of a token against those of the training. points: (model, FLOP a token, FLOP of training)."""
    figure = go.Figure()
    figure.add_scatter(
        x=[token for _name, token, _training in points],
        y=[training for _name, _token, training in points],
        name=_("published models"),
        mode="markers+text",
        text=[name for name, _token, _training in points],
        textposition=["top right" if i == 0 else "bottom right" if i % 2 else "top left" for i in range(len(points))],
        marker={"color": palette.quiet, "symbol": "diamond", "size": 11},
        cliponaxis=False,
        hovertemplate="%{text}: %{x:.3s}, %{y:.2e} FLOP<extra></extra>",
    )
    figure.add_scatter(
        x=[own[0]],
        y=[own[1]],
        name=_("your N and D"),
        mode="markers",
        marker={"color": palette.blue, "size": 16, "symbol": "circle-open", "line": {"width": 3}},
        hovertemplate="%{x:.3s}, %{y:.2e} FLOP<extra></extra>",
    )
    styled(figure, palette, x=_("2N: FLOP a token (log scale)"), y=_("6ND: FLOP of training (log scale)"), height=380)
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(
        type="log",
        range=[7.8, 13.6],
        tickvals=[10.0**p for p in range(8, 14)],
        ticktext=[ten_to(p) for p in range(8, 14)],
    )
    return figure.update_yaxes(
        type="log",
        range=[17.2, 28.2],
        tickvals=[10.0**p for p in range(18, 29, 2)],
        ticktext=[ten_to(p) for p in range(18, 29, 2)],
    )


def school(rows: Sequence[tuple[str, float, float]], palette: Palette = LIGHT) -> go.Figure:
    """Processor time of a lesson by how it is shared. rows: (name, runs computed, minutes of one core)."""
    figure = go.Figure()
    figure.add_bar(
        x=[minutes for _name, _runs, minutes in rows],
        y=[name for name, _runs, _minutes in rows],
        orientation="h",
        marker_color=palette.blue,
        customdata=[runs for _name, runs, _minutes in rows],
        hovertemplate="%{y}: %{x:.1f}<extra></extra>",
    )
    styled(figure, palette, x=_("processor time (minutes of one core)"), height=ROW * len(rows) + 80)
    return figure.update_yaxes(autorange="reversed")
