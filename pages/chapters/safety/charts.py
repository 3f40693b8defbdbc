"""Figures of Safety. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from models.safety.watermark import FALSE_ALARMS
from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.basics.words import show
from pages.figures.charts import ABOVE, ROW, Floats, interval, styled

LOWEST = 1e-300  # what a logarithmic axis draws of smaller probabilities


def growing(lines: Sequence[tuple[str, Sequence[float]]], palette: Palette = LIGHT) -> go.Figure:
    """p against the number of tokens read, from 1 on; small p is drawn high. lines: (name, p of each number)."""
    looks = ((palette.blue, "solid", 3), (palette.quiet, "solid", 2), (palette.orange, "dot", 2))
    figure = go.Figure()
    for (name, ps), (colour, dash, width) in zip(lines, looks, strict=True):
        figure.add_scatter(
            x=list(range(1, len(ps) + 1)),
            y=[max(p, LOWEST) for p in ps],
            name=name,
            mode="lines",
            line={"color": colour, "dash": dash, "width": width},
            hovertemplate="%{x}: p = %{y:.2g}",
        )
    for alarms, side in zip(FALSE_ALARMS, ("top", "bottom"), strict=True):
        figure.add_hline(alarms, line={"color": palette.text, "dash": "dash", "width": 1})
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="right",
            yanchor=side,
            showarrow=False,
            y=np.log10(alarms),
            text=_("1 false alarm in {n:,.0f}").format(n=1 / alarms),
        )
    lowest = min([1e-5, *(max(p, LOWEST) for _name, ps in lines for p in ps)])
    styled(figure, palette, x=_("tokens read"), y=_("p by chance (log scale)"), height=330)
    figure.update_layout(showlegend=True, legend=ABOVE)
    every = max(1, int(-np.log10(lowest) // 5))
    powers = range(0, int(-np.log10(lowest)) + 2, every)
    return figure.update_yaxes(
        type="log",
        range=[0.3, np.log10(lowest) - 0.5],
        tickvals=[10.0**-i for i in powers],
        ticktext=[_power(i) for i in powers],
    )


def _power(i: int) -> str:
    """10 to the power of −i, as one reads it."""
    return show(10.0**-i, "g") if i < 4 else f"10<sup>−{i}</sup>"


def by_length(rows: Sequence[tuple[str, Sequence[int], Sequence[int]]], n: int, palette: Palette = LIGHT) -> go.Figure:
    """Share of n texts in which the mark is found, with its 95 % interval, against length. rows: (name, lengths,
    found)."""
    looks = zip(_tints(palette), ("circle", "circle-open", "diamond", "diamond-open", "x"), strict=True)
    figure = go.Figure()
    for place, ((name, lengths, found), (colour, symbol)) in enumerate(zip(rows, looks, strict=True)):
        figure.add_scatter(
            x=[length + 0.8 * (place - 2) for length in lengths],  # side by side, so that no interval hides another
            y=[k / n for k in found],
            error_y=interval([(k, n) for k in found], colour),
            name=name,
            mode="lines+markers",
            marker={"size": 9, "symbol": symbol, "color": colour},
            line={"color": colour, "width": 1.5},
            customdata=list(zip(lengths, found, strict=True)),
            hovertemplate=_("%{customdata[0]} tokens: %{customdata[1]} of {n}").replace("{n}", str(n)),
        )
    styled(figure, palette, x=_("tokens read"), y=_("texts in which it is found (%)"), height=360)
    figure.update_layout(showlegend=True, legend=ABOVE)
    return figure.update_yaxes(range=[-0.04, 1.04], tickformat=".0%")


def _tints(palette: Palette) -> tuple[str, ...]:
    return palette.blue, palette.blue, palette.violet, palette.violet, palette.quiet


def price(
    points: Sequence[tuple[str, str, float, tuple[float, float], float, tuple[float, float]]], palette: Palette = LIGHT
) -> go.Figure:
    """Strength of the mark against perplexity. points: (name, sort, perplexity, its interval, z, its interval)."""
    looks = {"none": ("x", palette.quiet), "green": ("circle", palette.blue), "tournament": ("diamond", palette.violet)}
    figure = go.Figure()
    for name, sort, perplexity, across, z, along in points:
        symbol, colour = looks[sort]
        figure.add_scatter(
            x=[perplexity],
            y=[z],
            error_x={"array": [across[1] - perplexity], "arrayminus": [perplexity - across[0]], "thickness": 1},
            error_y={"array": [along[1] - z], "arrayminus": [z - along[0]], "thickness": 1},
            name=name,
            mode="markers+text",
            text=[name],
            textposition="top right",
            cliponaxis=False,
            marker={"size": 11, "symbol": symbol, "color": colour},
            hovertemplate="%{x:.1f}, z %{y:.1f}",
        )
    styled(figure, palette, x=_("perplexity (no unit, log scale)"), y=_("strength of the mark: z"), height=420)
    top = max(across[1] for _name, _sort, _p, across, _z, _along in points)
    figure.update_xaxes(type="log", range=[np.log10(2.5), np.log10(top) + 0.35], tickvals=[3, 5, 10, 20, 50, 100])
    return figure


def shares(rows: Sequence[tuple[str, int, int]], title: str, palette: Palette = LIGHT) -> go.Figure:
    """A row for each (name, k, n): the share with its 95 % interval."""
    figure = go.Figure()
    figure.add_scatter(
        x=[k / n for _name, k, n in rows],
        y=[name for name, _k, _n in rows],
        error_x=interval([(k, n) for _name, k, n in rows], palette.blue),
        mode="markers",
        marker={"size": 10, "color": palette.blue},
        customdata=[[k, n] for _name, k, n in rows],
        hovertemplate=_("%{customdata[0]} of the %{customdata[1]}") + "<extra></extra>",
    )
    styled(figure, palette, x=title, height=90 + ROW * len(rows))
    figure.update_xaxes(range=[-0.02, 1.02], tickformat=".0%")
    return figure.update_yaxes(autorange="reversed")


def sorted_by(
    groups: Mapping[str, tuple[bool, Floats]], cut: float, title: str, flip: bool = False, palette: Palette = LIGHT
) -> go.Figure:
    """A row of dots for each group (name → whether it should be stopped, its scores), and the cut. flip: what lies
    below the cut is stopped. Filled: decided rightly; open: an error."""
    rng = np.random.default_rng(0)  # moves dots apart; no number comes of it
    figure = go.Figure()
    for place, (name, (stop, scores)) in enumerate(groups.items()):
        stopped = scores < cut if flip else scores >= cut
        colour = palette.plus if stop else palette.blue
        figure.add_scatter(
            x=scores.tolist(),
            y=(place + rng.uniform(-0.28, 0.28, len(scores))).tolist(),
            name=name,
            mode="markers",
            marker={
                "size": 8,
                "color": colour,
                "symbol": ["circle" if right else "circle-open" for right in (stopped == stop).tolist()],
                "line": {"color": colour, "width": 1.5},
            },
            hovertemplate="%{x:.2f}<extra></extra>",
        )
    figure.add_vline(cut, line={"color": palette.text, "dash": "dash"})
    styled(figure, palette, x=title, height=90 + 2 * ROW * len(groups))
    names = list(groups)
    return figure.update_yaxes(
        tickvals=list(range(len(names))), ticktext=names, range=[len(names) - 0.5, -0.5], showgrid=False
    )


def level(times: Sequence[float], left: Sequence[float], burst: int, palette: Palette = LIGHT) -> go.Figure:
    """Runs left in a bucket against time, in seconds."""
    figure = go.Figure()
    figure.add_scatter(
        x=list(times),
        y=list(left),
        mode="lines",
        fill="tozeroy",
        line={"color": palette.blue, "width": 2},
        hovertemplate=_("%{x:.0f} s: %{y:.1f} left") + "<extra></extra>",
    )
    figure.add_hline(1, line={"color": palette.plus, "dash": "dash"})
    styled(figure, palette, x=_("time (s)"), y=_("runs left"), height=260)
    figure.update_xaxes(range=[times[0], max(times[-1], times[0] + 10)])
    return figure.update_yaxes(range=[min(0, min(left, default=0)), burst * 1.05])
