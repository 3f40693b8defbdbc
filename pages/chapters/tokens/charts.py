"""The figures of Tokens. Pure but for the visitor's language: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, log10

import plotly.graph_objects as go

from models.engine.translation import N_
from models.text import tokenizer
from models.text.architecture import host_model
from pages.basics.language import _, localised
from pages.basics.theme import LIGHT, Palette
from pages.basics.words import show
from pages.figures.charts import ROW, plain, styled

# Where SmolLM2's vocabulary changes its kind of token (tokenizer.FIRST_MERGED_ID), as ranks counted from 1.
KINDS = (
    (0.9, 17.5, N_("structure")),
    (17.5, 252.5, N_("single bytes")),
    (252.5, 49_152, N_("merges, most frequent first")),
)


def vocabulary(ids: Sequence[int], labels: Sequence[str], chosen: int | None, palette: Palette = LIGHT) -> go.Figure:
    """Where the tokens of a text are in the vocabulary: one dot per token, at its id on a log axis."""
    dots = go.Scatter(
        x=[i + 1 for i in ids],
        y=[0] * len(ids),
        mode="markers",
        customdata=list(ids),
        text=[plain(label) for label in labels],
        marker={"size": 11, "symbol": "circle-open", "color": palette.blue, "line": {"width": 2}},
        cliponaxis=False,
        hovertemplate="%{text}: id %{customdata:,}<extra></extra>",
    )
    figure = go.Figure(dots)
    if chosen is not None:
        figure.add_scatter(
            x=[ids[chosen] + 1],
            y=[0],
            mode="markers+text",
            text=[_short(labels[chosen])],
            cliponaxis=False,
            textposition="top left",
            marker={"size": 15, "color": palette.blue},
            hoverinfo="skip",
        )
    if host_model() is None:
        _mark_kinds(figure, palette)
    size = tokenizer.vocab_size
    ticks = [tick for tick in (1, 10, 100, 1000, 10_000, 100_000) if 2 * tick < size] + [size]
    styled(figure, palette, x=_("rank in the vocabulary (log scale)"), height=150)
    figure.update_xaxes(
        type="log",
        range=[log10(0.9), log10(1.06 * size)],
        tickvals=ticks,
        showgrid=False,
        ticktext=[localised(f"{tick:,}") for tick in ticks],
    )
    return figure.update_yaxes(visible=False, range=[-1, 1.8])


def _mark_kinds(figure: go.Figure, palette: Palette) -> None:
    """Bands behind the dots, one for each kind of token, with its name above."""
    figure.update_layout(
        shapes=[
            {
                "x0": low,
                "x1": high,
                "y0": 0,
                "y1": 1,
                "yref": "y domain",
                "type": "rect",
                "layer": "below",
                "line": {"width": 0},
                "fillcolor": palette.grid,
                "opacity": 0.6 if n == 1 else 0.25,
            }
            for n, (low, high, _name) in enumerate(KINDS)
        ],
        annotations=[
            {
                # Plotly places annotations of a log axis by the logarithm.
                "x": (log10(low) + log10(high)) / 2,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "text": _(name),
                "showarrow": False,
                "font": {"size": 12, "color": palette.quiet},
            }
            for low, high, name in KINDS
        ],
    )


def languages(
    names: Sequence[str],
    values: Sequence[float],
    unit: str,
    chosen: int,
    marks: Sequence[float] | None = None,
    palette: Palette = LIGHT,
) -> go.Figure:
    """One bar per language, from the top, in the order given. `marks`: a second number each, drawn as a line across."""
    shown = [f"<b>{plain(name)}</b>" if i == chosen else plain(name) for i, name in enumerate(names)]
    digits = 1 if max(values) > 4 else 2
    look = {
        "color": palette.blue,
        "opacity": [1 if i == chosen else 0.55 for i in range(len(names))],
        "line": {"width": [2 if i == chosen else 0 for i in range(len(names))], "color": palette.text},
    }
    bars = go.Bar(
        x=list(values),
        y=shown,
        orientation="h",
        name=_("tokens"),
        marker=look,
        cliponaxis=False,
        textposition="outside",
        text=[show(value, f".{digits}f") for value in values],
        hovertemplate="%{y}: %{x:.2f}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 0.55}},
    )
    figure = go.Figure(bars)
    if marks is not None:
        figure.add_scatter(
            x=list(marks),
            y=shown,
            mode="markers",
            name=_("bytes"),
            hovertemplate=_("%{y}: %{x:.2f} in bytes") + "<extra></extra>",
            marker={"symbol": "line-ns", "size": 16, "line": {"width": 3, "color": palette.text}},
        )
    styled(figure, palette, x=unit, height=ROW * len(names) + 80)
    figure.update_yaxes(autorange="reversed", type="category", showgrid=False, ticksuffix=" ")
    figure.update_xaxes(range=[0, 1.1 * max([*values, *(marks or ())])])
    legend = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "itemclick": False}
    return figure.update_layout(showlegend=marks is not None, legend=legend)


def growth(
    own: Sequence[float], other: Sequence[float], now: int, names: tuple[str, str], palette: Palette = LIGHT
) -> go.Figure:
    """Tokens per character after each merge, for the training text and for the other one; `now` is marked."""
    figure = go.Figure()
    lower = "top right" if own[now] > other[now] else "bottom left"
    looks = ((own, palette.blue, "solid", lower), (other, palette.text, "dash", "top right"))
    for (values, colour, dash, position), name in zip(looks, names, strict=True):
        figure.add_scatter(
            x=list(range(len(values))),
            y=list(values),
            mode="lines",
            name=name,
            line={"width": 3, "color": colour, "dash": dash},
            hovertemplate=_("after %{x} merges: %{y:.2f}") + "<extra></extra>",
        )
        if not isnan(values[now]):
            figure.add_scatter(
                x=[now],
                y=[values[now]],
                mode="markers+text",
                text=[show(values[now], ".2f")],
                textposition=position,
                marker={"size": 10, "color": colour},
                hoverinfo="skip",
                showlegend=False,
                cliponaxis=False,
            )
    styled(figure, palette, x=_("merges so far"), y=_("tokens per character"), height=240)
    figure.update_yaxes(rangemode="tozero")
    figure.update_xaxes(range=[0, max(1, len(own) - 1)])  # also where nothing can be merged
    legend = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"}
    return figure.update_layout(showlegend=True, legend=legend)


def _short(label: str) -> str:
    return plain(label if len(label) <= 16 else f"{label[:15]}…")
