"""Figures of Code. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from models.code.measured import Tried
from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.chapters.code.often import Count, Pass
from pages.figures.charts import ABOVE, styled
from pages.figures.components.code_tries import VERDICTS


def again(free: Sequence[Pass], kept: Sequence[Pass], greedy: float, palette: Palette = LIGHT) -> go.Figure:
    """pass@k against k, without and with the grammar, and the greedy try's share."""
    figure = go.Figure()
    looks = ((palette.blue, "circle", "solid", -0.06), (palette.orange, "diamond", "dot", 0.06))
    names = (_("drawn"), _("drawn, grammar"))
    for points, name, (colour, symbol, dash, beside) in zip((free, kept), names, looks, strict=True):
        figure.add_scatter(
            x=[point.k + beside for point in points],  # side by side, so that no interval hides another
            y=[point.value for point in points],
            error_y={
                "array": [point.high - point.value for point in points],
                "arrayminus": [point.value - point.low for point in points],
                "color": colour,
                "thickness": 1.2,
            },
            name=name,
            mode="lines+markers",
            marker={"size": 8, "symbol": symbol, "color": colour},
            line={"color": colour, "dash": dash},
            hovertemplate="%{y:.0%}",
        )
    figure.add_hline(
        greedy,
        line={"color": palette.quiet, "dash": "dash", "width": 1.5},
        annotation={"text": _("the greedy try"), "xanchor": "right", "yanchor": "bottom"},
    )
    styled(figure, palette, x=_("tries (k)"), y=_("tasks solved (%)"), height=340)
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(dtick=1, range=[0.5, len(free) + 0.5])
    return figure.update_yaxes(range=[0, 1.02], tickformat=".0%")


def all_tasks(rows: Sequence[tuple[str, Sequence[Tried]]], palette: Palette = LIGHT) -> go.Figure:
    """A row for each task, a mark for each try, the greedy one first; colour and form by what became of it."""
    looks = {
        "right": (palette.blue, "square"),
        "wrong": (palette.orange, "square-open"),
        "fails": (palette.plus, "x-thin-open"),
        "empty": (palette.quiet, "circle-open"),
    }
    figure = go.Figure()
    for kind, (colour, symbol) in {**looks, "other": (palette.plus, "diamond")}.items():
        marks = [
            (place, i)
            for place, (_name, tries) in enumerate(rows)
            for i, one in enumerate(tries)
            if (one.verdict if one.verdict in looks else "other") == kind
        ]
        if marks:
            figure.add_scatter(
                x=[i for _place, i in marks],
                y=[place for place, _i in marks],
                mode="markers",
                name=_(VERDICTS[kind]) if kind in looks else _("not Python, or not run to its end"),
                marker={"symbol": symbol, "color": colour, "size": 11, "line": {"width": 2, "color": colour}},
                hovertemplate="%{y}",
            )
    styled(figure, palette, x=_("try"), y="", height=24 * len(rows) + 90)
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(
        tickvals=list(range(len(rows[0][1]))), ticktext=[_("greedy"), *map(str, range(1, len(rows[0][1])))]
    )
    return figure.update_yaxes(
        tickvals=list(range(len(rows))), ticktext=[name for name, _t in rows], range=[len(rows) - 0.4, -0.6]
    )


def under_grammar(rows: Sequence[tuple[str, Count, Count]], palette: Palette = LIGHT) -> go.Figure:
    """Of each way of writing: the share that Python can read, and that is right."""
    figure = go.Figure()
    reads, holds = ([row[place] for row in rows] for place in (1, 2))
    looks = ((reads, _("Python can read it"), palette.quiet), (holds, _("right"), palette.blue))
    for counts, name, colour in looks:
        figure.add_bar(
            x=[name for name, *_counts in rows],
            y=[count.share for count in counts],
            error_y={
                "array": [count.high - count.share for count in counts],
                "arrayminus": [count.share - count.low for count in counts],
                "color": palette.text,
                "thickness": 1.5,
            },
            name=name,
            marker={"color": colour},
            customdata=[(count.k, count.n) for count in counts],
            hovertemplate=_("%{customdata[0]} of %{customdata[1]}"),
        )
    styled(figure, palette, x="", y=_("of all drawn tries (%)"), height=340)
    figure.update_layout(showlegend=True, legend=ABOVE, barmode="group")
    return figure.update_yaxes(range=[0, 1.08], tickformat=".0%")


def line_break(rows: Sequence[tuple[str, Mapping[str, int]]], palette: Palette = LIGHT) -> go.Figure:
    """What becomes of the greedy tries, a bar for each place where the prompt ends."""
    names = {"right": _("right"), "empty": _("does nothing"), "other": _("something else")}
    colours = {"right": palette.blue, "empty": palette.quiet, "other": palette.orange}
    figure = go.Figure()
    for kind, name in names.items():
        figure.add_bar(
            y=[row for row, _counts in rows],
            x=[counts[kind] for _row, counts in rows],
            orientation="h",
            name=name,
            marker={"color": colours[kind]},
            text=[counts[kind] or "" for _row, counts in rows],
            hovertemplate="%{x}",
        )
    styled(figure, palette, x=_("greedy tries, one for each task"), y="", height=210)
    figure.update_layout(showlegend=True, legend=ABOVE, barmode="stack")
    return figure.update_yaxes(autorange="reversed")
