"""Figures of Data. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from models.collapse.kinds import CurveStep, WordsStep
from pages.basics.intervals import wilson, with_margin
from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.chapters.data.filters import TITLES, Counted, Outcome
from pages.figures.charts import ABOVE, interval, styled

SHARES = {"range": [-0.03, 1.03], "tickformat": ".0%", "tickvals": [0, 0.25, 0.5, 0.75, 1]}


def _points(counted: Sequence[Counted | None], along: Sequence[Any], horizontal: bool, colour: str) -> dict[str, Any]:
    """Shares with their Wilson intervals, for a scatter; where there is nothing to count, no dot."""
    shown = [(of, at) for of, at in zip(counted, along, strict=True) if of and of.n]
    shares = [of.k / of.n for of, _at in shown]
    ends = [wilson(of.k, of.n) for of, _at in shown]
    error = {
        "type": "data",
        "symmetric": False,
        "array": [high - share for share, (_low, high) in zip(shares, ends, strict=True)],
        "arrayminus": [share - low for share, (low, _high) in zip(shares, ends, strict=True)],
        "color": colour,
        "thickness": 1.5,
    }
    positions = [at for _of, at in shown]
    direction = (
        {"x": shares, "y": positions, "error_x": error}
        if horizontal
        else {"x": positions, "y": shares, "error_y": error}
    )
    return direction | {"customdata": [[of.k, of.n] for of, _at in shown]}


def right(outcomes: Sequence[Outcome], palette: Palette = LIGHT) -> go.Figure:
    """For each filter its precision and its recall, with 95 % intervals. Both are a little above and below its line."""
    figure = go.Figure()
    series = (
        (_("precision"), [o.precision for o in outcomes], palette.blue, "circle", -0.15),
        (_("recall"), [o.recall for o in outcomes], palette.orange, "diamond", 0.15),
    )
    for name, counted, colour, symbol, shift in series:
        figure.add_scatter(
            **_points(counted, [n + shift for n in range(len(outcomes))], True, colour),
            mode="markers",
            name=name,
            marker={"size": 10, "color": colour, "symbol": symbol},
            hovertemplate="%{customdata[0]} / %{customdata[1]}",
        )
    styled(figure, palette, height=44 * len(outcomes) + 70)
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(**SHARES)
    labels = [_(TITLES[o.name]) if o.used else _("{filter} (off)").format(filter=_(TITLES[o.name])) for o in outcomes]
    return figure.update_yaxes(
        tickvals=list(range(len(outcomes))), ticktext=labels, range=[len(outcomes) - 0.5, -0.5], zeroline=False
    )


def by_threshold(
    thresholds: Sequence[float],
    precision: Sequence[Counted],
    recall: Sequence[Counted],
    now: float,
    palette: Palette = LIGHT,
) -> go.Figure:
    """Precision and recall at each threshold with 95 % intervals, and where the threshold is now."""
    figure = go.Figure()
    for name, counted, colour, symbol in (
        (_("precision"), precision, palette.blue, "circle"),
        (_("recall"), recall, palette.orange, "diamond"),
    ):
        figure.add_scatter(
            **_points(counted, thresholds, False, colour),
            mode="lines+markers",
            name=name,
            line={"color": colour, "width": 2},
            marker={"size": 8, "color": colour, "symbol": symbol},
            hovertemplate="%{customdata[0]} / %{customdata[1]}",
        )
    figure.add_vline(
        x=now,
        line={"color": palette.quiet, "dash": "dash"},
        annotation={"text": _("now"), "font_size": 13, "yanchor": "bottom"},
    )
    styled(figure, palette, x=_("alike by at least"), height=340)
    figure.update_layout(showlegend=True, legend=ABOVE | {"y": 1.08})
    return figure.update_yaxes(**SHARES)


def learning(
    lines: Sequence[tuple[str, Sequence[tuple[Sequence[int], Sequence[float]]]]], floor: float, palette: Palette = LIGHT
) -> go.Figure:
    """Bits per character of new stories by updates: a line for each training, a colour for each heap."""
    figure = go.Figure()
    for (name, curves), colour, dash in zip(lines, (palette.orange, palette.blue), ("dash", "solid"), strict=True):
        for n, (updates, bits) in enumerate(curves):
            figure.add_scatter(
                x=list(updates),
                y=list(bits),
                mode="lines",
                name=name,
                legendgroup=name,
                showlegend=n == 0,
                line={"color": colour, "dash": dash, "width": 2},
                hovertemplate="%{y:.3f}",
            )
    last = max(updates[-1] for _name, curves in lines for updates, _bits in curves)
    figure.add_scatter(
        x=[0, last],
        y=[floor, floor],
        mode="lines",
        name=_("floor: no machine needs less on average"),
        line={"color": palette.quiet, "dash": "dot"},
        hovertemplate="%{y:.3f}",
    )
    styled(figure, palette, x=_("updates"), y=_("bits per character of new stories"), height=340)
    figure.update_layout(showlegend=True, legend=ABOVE)
    top = max(bits[0] for _name, curves in lines for _updates, bits in curves)
    return figure.update_yaxes(
        type="log", range=[np.log10(0.9 * floor), np.log10(1.1 * top)], tickvals=[0.25, 0.5, 1, 2, 4]
    )


def widths(
    measured: Sequence[Sequence[tuple[float, float]]], expected: Sequence[Sequence[float]], palette: Palette = LIGHT
) -> go.Figure:
    """Mean variance of each generation with its 95 % interval, replaced and kept, on the exact expectations."""
    figure = go.Figure()
    for name, means, line, colour, symbol in zip(
        (_("old points replaced"), _("old points kept")),
        measured,
        expected,
        (palette.orange, palette.blue),
        ("diamond", "circle"),
        strict=True,
    ):
        generations = list(range(len(means)))
        figure.add_scatter(
            x=generations,
            y=[mean for mean, _margin in means],
            error_y={"type": "data", "array": [margin for _mean, margin in means], "color": colour, "thickness": 1},
            mode="markers",
            name=name,
            marker={"size": 7, "color": colour, "symbol": symbol},
            hovertemplate="%{y:.3f}",
        )
        figure.add_scatter(
            x=generations,
            y=list(line),
            mode="lines",
            name=_("{name}: formula").format(name=name),
            line={"color": colour, "width": 1.5},
            hovertemplate="%{y:.3f}",
        )
    styled(figure, palette, x=_("generation"), y=_("variance (1 at first)"), height=340)
    figure.update_layout(showlegend=True, legend=ABOVE)
    return figure.update_yaxes(rangemode="tozero")


def bells(steps: Sequence[CurveStep], palette: Palette = LIGHT) -> go.Figure:
    """The curves of the first chain: a column for each generation; replaced above, kept below."""
    figure = make_subplots(
        2,
        len(steps),
        shared_yaxes="rows",
        shared_xaxes="all",
        horizontal_spacing=0.02,
        vertical_spacing=0.12,
        subplot_titles=[str(step.generation) for step in steps],
    )
    x = np.linspace(-3.5, 3.5, 141)
    for column, step in enumerate(steps, 1):
        for row, (means, variances, colour) in enumerate(
            (
                (step.replaced_mean, step.replaced_variance, palette.orange),
                (step.accumulated_mean, step.accumulated_variance, palette.blue),
            ),
            1,
        ):
            height = np.exp(-((x - means[0]) ** 2) / (2 * variances[0])) / np.sqrt(2 * np.pi * variances[0])
            for y, line in (
                (density(x), {"color": palette.quiet, "dash": "dot", "width": 1}),
                (height, {"color": colour}),
            ):
                figure.add_scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", row=row, col=column)
    styled(figure, palette, height=280)
    figure.update_yaxes(showticklabels=False, range=[0, 1.5])
    figure.update_xaxes(tickvals=[-2, 0, 2])
    figure.update_yaxes(title_text=_("replaced"), row=1, col=1)
    figure.update_yaxes(title_text=_("kept"), row=2, col=1)
    return figure


def density(x: np.ndarray) -> np.ndarray:
    """Of the bell curve that all began with."""
    result: np.ndarray = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    return result


def vocabulary(steps: Sequence[WordsStep], palette: Palette = LIGHT) -> go.Figure:
    """Different words in the text of each generation."""
    figure = go.Figure()
    for name, types, colour, symbol in (
        (_("old texts replaced"), [step.replaced_types for step in steps], palette.orange, "diamond"),
        (_("old texts kept"), [step.accumulated_types for step in steps], palette.blue, "circle"),
    ):
        figure.add_scatter(
            x=[step.generation for step in steps],
            y=types,
            mode="lines+markers",
            name=name,
            line={"color": colour},
            marker={"size": 7, "color": colour, "symbol": symbol},
        )
    styled(figure, palette, x=_("generation"), y=_("different words"), height=320)
    figure.update_layout(showlegend=True, legend=ABOVE)
    return figure.update_yaxes(rangemode="tozero")


def accuracy(
    sizes: Sequence[int],
    lines: Sequence[tuple[str, Sequence[Sequence[float]]]],
    here: tuple[int, Sequence[float]] | None,
    chance: float,
    palette: Palette = LIGHT,
) -> go.Figure:
    """Share of new pictures told right by how many were learned from: a line for each way of altering them, and a
    visitor's own setting. Each point is the mean of five, with its 95 % interval."""
    figure = go.Figure()
    looks = ((palette.quiet, "circle", 0.97), (palette.blue, "square", 1.0), (palette.orange, "diamond", 1.03))
    for (name, shares), (colour, symbol, shift) in zip(lines, looks, strict=True):
        means = [with_margin(of) for of in shares]
        figure.add_scatter(
            x=[size * shift for size in sizes],
            y=[mean for mean, _half in means],
            error_y={"type": "data", "array": [half for _mean, half in means], "color": colour, "thickness": 1.5},
            mode="lines+markers",
            name=name,
            line={"color": colour, "width": 2},
            marker={"size": 8, "color": colour, "symbol": symbol},
            hovertemplate="%{y:.1%}",
        )
    if here is not None:
        mean, half = with_margin(here[1])
        figure.add_scatter(
            x=[here[0]],
            y=[mean],
            error_y={"type": "data", "array": [half], "color": palette.text, "thickness": 1.5},
            mode="markers",
            name=_("your settings"),
            marker={"size": 15, "color": palette.text, "symbol": "star-open", "line": {"width": 2}},
            hovertemplate="%{y:.1%}",
        )
    figure.add_hline(
        y=chance,
        line={"color": palette.quiet, "dash": "dot"},
        annotation={"text": _("guessing"), "font_size": 13, "xanchor": "right", "yanchor": "bottom"},
    )
    styled(figure, palette, x=_("pictures learned from"), y=_("new pictures told right"), height=340)
    figure.update_layout(showlegend=True, legend=ABOVE)
    ticks = [20, 50, 100, 200, 500, 1000, 2000]
    figure.update_xaxes(
        type="log", tickvals=ticks, ticktext=[str(t) for t in ticks], range=[np.log10(17), np.log10(2300)]
    )
    return figure.update_yaxes(range=[0, 1.03], tickformat=".0%")


def compositions(
    names: Sequence[str], real: Sequence[bool], shares: Sequence[Sequence[float]], palette: Palette = LIGHT
) -> go.Figure:
    """A bar for what was learned from: the mean of five with its 95 % interval. Blue: real pictures alone."""
    means = [with_margin(of) for of in shares]
    figure = go.Figure()
    figure.add_bar(
        x=[mean for mean, _half in means],
        y=list(names),
        orientation="h",
        marker={"color": [palette.blue if alone else palette.orange for alone in real]},
        error_x={"type": "data", "array": [half for _mean, half in means], "color": palette.text, "thickness": 1.5},
        text=[f"{mean:.0%}" for mean, _half in means],
        textposition="inside",
        insidetextanchor="start",
        hovertemplate="%{x:.1%}",
    )
    styled(figure, palette, x=_("new pictures told right"), height=44 * len(names) + 70)
    figure.update_xaxes(range=[0, 1.03], tickformat=".0%")
    return figure.update_yaxes(autorange="reversed")


def in_and_out(
    shipped: Sequence[tuple[float, tuple[int, int]]],
    own: tuple[float, tuple[int, int]] | None,
    palette: Palette = LIGHT,
) -> go.Figure:
    """Share of hats in what was learned from, and, k of n with its interval, in what is drawn; dashed: as much out as
    in."""
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        name=_("as many out as in"),
        line={"color": palette.quiet, "dash": "dash", "width": 1.5},
        hoverinfo="skip",
    )
    series = [(shipped, _("drawn, with the 95 % interval"), palette.orange, "circle")]
    if own is not None:
        series.append(([own], _("your settings"), palette.blue, "diamond"))
    for points, name, tint, symbol in series:
        figure.add_scatter(
            x=[share for share, _counted in points],
            y=[k / n for _share, (k, n) in points],
            error_y=interval([counted for _share, counted in points], tint),
            mode="markers",
            name=name,
            marker={"size": 11, "color": tint, "symbol": symbol},
            customdata=[counted for _share, counted in points],
            hovertemplate=_("in %{x:.0%}, out %{y:.1%} (%{customdata[0]} of %{customdata[1]})") + "<extra></extra>",
        )
    styled(figure, palette, x=_("hats among the pictures learned from (%)"), y=_("hats drawn (%)"), height=340)
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(**SHARES)
    return figure.update_yaxes(**SHARES)


def by_prompt(
    prompts: Sequence[str], rows: Sequence[tuple[str, Sequence[tuple[int, int]]]], palette: Palette = LIGHT
) -> go.Figure:
    """For each prompt the share of hats, k of n with its interval, of a network whose captions named hats and of one
    whose captions did not."""
    figure = go.Figure()
    looks = ((palette.orange, "circle", -0.13), (palette.quiet, "diamond-open", 0.13))
    for (name, counted), (tint, symbol, shift) in zip(rows, looks, strict=True):
        figure.add_scatter(
            x=[k / n for k, n in counted],
            y=[place + shift for place in range(len(prompts))],
            error_x=interval(counted, tint),
            mode="markers",
            name=name,
            marker={"size": 11, "color": tint, "symbol": symbol},
            customdata=counted,
            hovertemplate="%{x:.0%} (%{customdata[0]} / %{customdata[1]})",
        )
    styled(figure, palette, x=_("pictures that show a hat (%)"), height=60 * len(prompts) + 100)
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(**SHARES)
    return figure.update_yaxes(
        tickvals=list(range(len(prompts))), ticktext=list(prompts), range=[len(prompts) - 0.5, -0.5]
    )


def filled(alone: float, packed: float, palette: Palette = LIGHT) -> go.Figure:
    """Of the places in all windows the share that holds text, and that holds nothing: a document in a window, and
    packed. alone, packed: share of empty places."""
    names = [_("a document in a window"), _("packed")]
    figure = go.Figure()
    for name, shares, tint in (
        (_("text"), [1 - alone, 1 - packed], palette.blue),
        (_("empty"), [alone, packed], palette.zero),
    ):
        figure.add_bar(
            x=shares,
            y=names,
            orientation="h",
            name=name,
            marker={"color": tint, "line": {"color": palette.quiet, "width": 1}},
            hovertemplate="%{x:.1%}",
        )
    styled(figure, palette, x=_("share of the places (%)"), height=210)
    figure.update_layout(barmode="stack", showlegend=True, legend=ABOVE)
    figure.update_xaxes(range=[0, 1.01], tickformat=".0%")
    return figure.update_yaxes(autorange="reversed")
