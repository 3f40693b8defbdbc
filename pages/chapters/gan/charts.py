"""Figures of GAN. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from models.toys.kinds import GanTurnStep
from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.basics.words import show
from pages.chapters.gan.divergence import Divergences
from pages.figures.charts import ABOVE, Floats, styled

REACH, SIDE = 1.2, 380  # of the plane, and of a square figure in pixels
ARROW = 0.2  # how long strong gradients (95 % are weaker) are drawn
BALANCE_CRITIC, BALANCE_GENERATOR = 2 * log(2), log(2)  # nats, where the critic gives 1/2 everywhere


def game(
    turns: Sequence[int],
    critic: Sequence[float],
    generator: Sequence[float],
    reached: Sequence[float],
    divergences: Divergences,
    shown: int,
    palette: Palette = LIGHT,
) -> go.Figure:
    """Both losses over the turns, below how much of the data is reached (%), and below that how far the points are from
    the data, with a band for real points in their place. `shown` is the turn on the plane."""
    figure = make_subplots(rows=3, cols=1, shared_xaxes=True, vertical_spacing=0.07, row_heights=[0.42, 0.26, 0.32])
    lines = [
        (_("critic"), critic, palette.text, "dash", BALANCE_CRITIC),
        (_("generator"), generator, palette.violet, "solid", BALANCE_GENERATOR),
    ]
    for name, values, colour, dash, balance in lines:
        line = {"color": colour, "width": 2.5, "dash": dash}
        _by_turn(figure, 1, turns, values, line, _("turn %{x}: %{y:.3f} nats"), name=name)
        figure.add_hline(y=balance, line={"color": colour, "dash": "dot", "width": 1}, row=1, col=1)
    line = {"color": palette.violet, "width": 2.5}
    for row, values, hover in (
        (2, reached, _("turn %{x}: %{y:.0f} %")),
        (3, divergences.made, _("turn %{x}: %{y:.3f} nats")),
    ):
        _by_turn(figure, row, turns, values, line, hover + "<extra></extra>", showlegend=False)
    figure.add_hrect(
        y0=divergences.low, y1=divergences.high, fillcolor=palette.quiet, opacity=0.3, line_width=0, row=3, col=1
    )
    styled(figure, palette, height=420)
    figure.add_vline(x=shown, line={"color": palette.quiet, "width": 1})
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.1, "x": 0})
    figure.update_xaxes(title_text=_("turn"), row=3, col=1)
    figure.update_yaxes(range=[0, 104], title_text=_("reached (%)"), row=2, col=1)
    figure.update_yaxes(rangemode="tozero", title_text=_("JS (nats)"), row=3, col=1)
    figure.update_yaxes(title_text=_("loss (nats)"), row=1, col=1)
    return figure


def _by_turn(
    figure: go.Figure,
    row: int,
    turns: Sequence[int],
    values: Sequence[float],
    line: dict[str, Any],
    hover: str,
    **more: Any,
) -> None:
    figure.add_scatter(
        x=list(turns),
        y=list(values),
        mode="lines+markers",
        marker={"size": 4},
        line=line,
        hovertemplate=hover,
        row=row,
        col=1,
        **more,
    )


def layers(step: GanTurnStep, palette: Palette = LIGHT) -> go.Figure:
    """Sizes of weights, gradient and step of each layer of the player whose turn it is; norms, no unit."""
    names = [_("layer {n}").format(n=n) for n in range(1, len(step.weights) + 1)]
    figure = go.Figure()
    for name, sizes, colour, symbol in (
        (_("weights"), step.weights, palette.quiet, "circle-open"),
        (_("gradient"), step.gradients, palette.violet, "triangle-left"),
        (_("step"), step.moves, palette.text, "diamond"),
    ):
        figure.add_scatter(
            x=names,
            y=sizes,
            name=name,
            mode="markers",
            marker={"size": 12, "color": colour, "symbol": symbol, "line": {"width": 2}},
            hovertemplate="%{x}: %{y:.3g}",
        )
    styled(figure, palette, y=_("size: norm of all numbers (log scale)"), height=SIDE)
    figure.update_yaxes(type="log", dtick=1)
    return figure.update_layout(showlegend=True, legend=ABOVE)


def _plane(figure: go.Figure, palette: Palette, reach: float = REACH) -> go.Figure:
    """A square figure in which both directions have one scale."""
    styled(figure, palette, height=SIDE)
    figure.update_xaxes(range=[-reach, reach], constrain="domain", dtick=reach / 2)
    figure.update_yaxes(range=[-reach, reach], scaleanchor="x", dtick=reach / 2)
    return figure.update_layout(showlegend=True, legend=ABOVE)


def _points(those: Floats, name: str, colour: str, hollow: bool = False) -> go.Scatter:
    marker = {"size": 6, "color": colour, "symbol": "circle-open" if hollow else "circle"}
    return go.Scatter(x=those[:, 0], y=those[:, 1], name=name, mode="markers", marker=marker, hoverinfo="skip")


def _moves(start: Floats, end: Floats, name: str, colour: str) -> go.Scatter:
    """A line from each start to its end."""
    gap = np.full(len(start), np.nan)
    x, y = (np.column_stack([start[:, i], end[:, i], gap]).ravel() for i in (0, 1))
    return go.Scatter(x=x, y=y, name=name, mode="lines", line={"color": colour, "width": 1.5}, hoverinfo="skip")


def noise(step: GanTurnStep, palette: Palette = LIGHT) -> go.Figure:
    z = step.z if step.z.shape[1] == 2 else np.column_stack([step.z, np.zeros(len(step.z))])
    return _plane(go.Figure(_points(z, _("noise z"), palette.quiet)), palette, reach=4)


def points(step: GanTurnStep, palette: Palette = LIGHT) -> go.Figure:
    """The batch; in the generator's turn with the gradient at each point, reversed: where it should go."""
    figure = go.Figure()
    if step.real is not None:
        figure.add_trace(_points(step.real, _("real points"), palette.quiet, hollow=True))
    figure.add_trace(_points(step.made, _("generated points"), palette.violet))
    if step.made_gradient is not None:
        times = arrow_times(step.made_gradient)
        end = step.made - times * step.made_gradient
        name = _("gradient, reversed (drawn × {times})").format(times=show(times, ",.0f" if times >= 10 else ".1f"))
        figure.add_trace(_moves(step.made, end, name, palette.text))
    return _plane(figure, palette)


def arrow_times(gradient: Floats) -> float:
    """How many times longer than they are the gradients (n, 2) are drawn."""
    return ARROW / max(float(np.quantile(np.linalg.norm(gradient, axis=1), 0.95)), 1e-9)


def answers(step: GanTurnStep, palette: Palette = LIGHT) -> go.Figure:
    """How many of the batch's points get which probability of "real", in steps of 5 percentage points."""
    figure = go.Figure()
    kinds = [
        (_("real points"), step.real_logits, palette.quiet, ""),
        (_("generated points"), step.made_logits, palette.violet, "/"),
    ]
    for name, logits, colour, pattern in kinds:
        if logits is None:
            continue
        number = np.histogram(1 / (1 + np.exp(-logits.astype(float))), 20, (0, 1))[0]
        figure.add_bar(
            x=np.arange(2.5, 100, 5),
            y=number,
            name=name,
            marker={"color": colour, "pattern": {"shape": pattern}},
            hovertemplate="%{x} %: %{y}",
        )
    styled(figure, palette, x=_("the critic's probability of “real” (%)"), y=_("points of the batch"), height=SIDE)
    figure.update_xaxes(range=[0, 100])
    return figure.update_layout(showlegend=True, legend=ABOVE)


def losses(step: GanTurnStep, palette: Palette = LIGHT) -> go.Figure:
    """What the player minimises on this batch, in nats: before, as a straight slope promised, and after the step."""
    names = [_("before"), _("promised by the slope"), _("after")]
    values = [step.objective, step.objective + step.expected_change, step.objective + step.change]
    figure = go.Figure(
        go.Scatter(
            x=names,
            y=values,
            mode="markers+text",
            text=[show(value, ".4f") for value in values],
            textposition="top center",
            marker={
                "size": 13,
                "color": [palette.text, palette.quiet, palette.violet],
                "symbol": ["circle", "circle-open", "diamond"],
            },
            cliponaxis=False,
            hovertemplate="%{x}: %{y:.4f}<extra></extra>",
        )
    )
    styled(figure, palette, y=_("loss of this batch (nats)"), height=300)
    return figure.update_xaxes(range=[-0.6, 2.6])


def step(step: GanTurnStep, palette: Palette = LIGHT) -> go.Figure:
    """The critic's turn: the change of its map in percentage points. The generator's: where its points move."""
    figure = go.Figure()
    if step.player == "G":
        figure.add_trace(_points(step.samples, _("before"), palette.quiet, hollow=True))
        figure.add_trace(_points(step.samples_after, _("after"), palette.violet))
        figure.add_trace(_moves(step.samples, step.samples_after, _("move"), palette.violet))
        return _plane(figure, palette)
    assert step.real is not None
    change = 100 * (step.surface_after - step.surface)
    axis = np.linspace(-REACH, REACH, len(change))
    limit = float(np.abs(change).max()) or 1.0
    figure.add_heatmap(
        z=change,
        x=axis,
        y=axis,
        zmin=-limit,
        zmax=limit,
        colorscale=[[0, palette.minus], [0.5, palette.zero], [1, palette.plus]],
        colorbar={
            "title": {"text": _("change (percentage points)"), "side": "top", "font": {"size": 13}},
            "orientation": "h",
            "thickness": 12,
            "y": -0.08,
            "yanchor": "top",
        },
        hovertemplate=_("at {x}, {y}: {z} percentage points").format(x="%{x:.2f}", y="%{y:.2f}", z="%{z:+.2f}")
        + "<extra></extra>",
    )
    figure.add_trace(_points(step.real, _("real points"), palette.text, hollow=True))
    figure.add_trace(_points(step.made, _("generated points"), palette.violet))
    return _plane(figure, palette)
