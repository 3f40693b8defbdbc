"""Figures of Evaluation. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.basics.words import show
from pages.chapters.evaluation.distance_numbers import Line
from pages.chapters.evaluation.tests_numbers import Result
from pages.chapters.evaluation.verdicts import FOOLED, FORMATS, MISSES, NOTICES, TITLES, Verdict
from pages.figures.charts import ABOVE, ROW, interval, styled

SYMBOLS = {NOTICES: "circle", MISSES: "circle-open", FOOLED: "triangle-up"}


def words(word: str) -> str:
    return {NOTICES: _("notices"), MISSES: _("does not notice"), FOOLED: _("is fooled: takes them for better")}[word]


def colour(word: str, palette: Palette) -> str:
    return {NOTICES: palette.blue, MISSES: palette.quiet, FOOLED: palette.plus}[word]


def six(given: Sequence[Verdict], palette: Palette = LIGHT) -> go.Figure:
    """A row for each metric, with its own axis: each split's value of real pictures, and of those with the fault."""
    figure = make_subplots(rows=len(given), cols=1, vertical_spacing=0.1)
    for row, verdict in enumerate(given, 1):
        mark = {"size": 8, "color": palette.quiet, "symbol": "line-ns-open", "line": {"width": 1.5}}
        tint = colour(verdict.word, palette)
        fault = {"size": 8, "symbol": SYMBOLS[verdict.word], "color": tint, "line": {"color": tint, "width": 1.5}}
        for height, values, marker in ((1, verdict.clean, mark), (0, verdict.faulty, fault)):
            figure.add_scatter(
                x=values.tolist(),
                y=[height] * len(values),
                mode="markers",
                marker=marker,
                cliponaxis=False,
                hovertemplate=f"%{{x:{FORMATS[verdict.metric]}}}<extra></extra>",
                row=row,
                col=1,
            )
        figure.add_vrect(
            x0=verdict.clean.min(),
            x1=verdict.clean.max(),
            fillcolor=palette.quiet,
            opacity=0.18,
            line_width=0,
            row=row,
            col=1,
        )
        figure.add_annotation(
            text=f"<b>{_(TITLES[verdict.metric])}</b>  {words(verdict.word)}",
            font_color=tint if verdict.word != MISSES else palette.text,
            xref=f"x{row if row > 1 else ''} domain",
            yref=f"y{row if row > 1 else ''} domain",
            x=0,
            y=1.06,
            xanchor="left",
            yanchor="bottom",
            showarrow=False,
        )
    styled(figure, palette, height=76 * len(given))
    figure.update_yaxes(range=[-0.7, 1.7], showticklabels=False, showgrid=False, zeroline=False)
    figure.update_xaxes(nticks=6)
    for row, verdict in enumerate(given, 1):
        if "%" in FORMATS[verdict.metric]:
            figure.update_xaxes(tickformat=".0%", row=row, col=1)
    return figure


def grid(faults: Sequence[str], rows: Sequence[Sequence[Verdict]], palette: Palette = LIGHT) -> go.Figure:
    """Fault × metric: filled where the metric notices, open where it does not, a triangle where it is fooled. Metrics
    have their number in the list above the figure: a phone has no room for six names side by side."""
    numbers = {verdict.metric: str(number) for number, verdict in enumerate(rows[0], 1)}
    figure = go.Figure()
    for word, symbol in SYMBOLS.items():
        at = [(fault, v) for fault, row in zip(faults, rows, strict=True) for v in row if v.word == word]
        tint = colour(word, palette)
        values = [[_(TITLES[v.metric]), *(show(n, FORMATS[v.metric]) for n in (v.usual, v.middle))] for _fault, v in at]
        figure.add_scatter(
            x=[numbers[v.metric] for _fault, v in at],
            y=[fault for fault, _verdict in at],
            name=words(word),
            mode="markers",
            marker={"size": 15, "symbol": symbol, "color": tint, "line": {"color": tint, "width": 2}},
            customdata=values,
            hovertemplate="%{y}, %{customdata[0]}: %{customdata[1]} → %{customdata[2]}",
        )
    styled(figure, palette, x=_("metric (number above)"), height=120 + 1.4 * ROW * len(faults))
    figure.update_layout(showlegend=True, legend={"orientation": "h", "yanchor": "top", "y": -0.04, "x": 0})
    figure.update_xaxes(side="top", type="category", categoryorder="array", categoryarray=list(numbers.values()))
    return figure.update_yaxes(categoryorder="array", categoryarray=list(faults)[::-1], dtick=1)


def by_number(lines: Sequence[tuple[str, Line, str, str]], palette: Palette = LIGHT) -> go.Figure:
    """Mean distance against 1/N with its 95 % interval, and the straight line through the larger N down to 1/N = 0.
    lines: (name, line, colour, symbol)."""
    figure = go.Figure()
    for name, line, tint, symbol in lines:
        figure.add_scatter(
            x=[1 / n for n in line.counts],
            y=list(line.means),
            error_y={"array": [0 if np.isnan(e) else e for e in line.margins], "color": tint},
            name=name,
            mode="markers",
            marker={"size": 10, "symbol": symbol, "color": tint},
            customdata=list(line.counts),
            hovertemplate=_("%{customdata:,} pictures: %{y:.1f}"),
        )
        ends = [0, 1 / min(line.fitted)]
        figure.add_scatter(
            x=ends,
            y=[line.intercept + line.slope * x for x in ends],
            mode="lines",
            line={"color": tint, "dash": "dash", "width": 1.5},
            hoverinfo="skip",
            showlegend=False,
        )
    counts = lines[0][1].counts
    styled(figure, palette, x=_("pictures in each set (axis: 1/N)"), y=_("Fréchet distance (no unit)"), height=380)
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(tickvals=[1 / n for n in counts], ticktext=[show(n, ",") for n in counts])
    return figure.update_yaxes(rangemode="tozero")


def repetitions(perplexities: Sequence[float], palette: Palette = LIGHT) -> go.Figure:
    """The perplexity of each copy of the text, given those before it."""
    numbers = list(range(1, len(perplexities) + 1))
    figure = go.Figure()
    figure.add_scatter(
        x=numbers,
        y=list(perplexities),
        mode="lines+markers+text",
        text=[show(value, ".3g" if value < 100 else ",.0f") for value in perplexities],
        textposition="top center",
        cliponaxis=False,
        marker={"size": 9, "color": palette.blue},
        line={"color": palette.blue, "width": 2},
        hovertemplate=_("copy %{x}: perplexity %{y:.2f}") + "<extra></extra>",
    )
    figure.add_hline(1, line={"color": palette.quiet, "dash": "dot"})
    styled(figure, palette, x=_("which copy of the text"), y=_("perplexity of this copy (log scale)"), height=320)
    figure.update_xaxes(tickvals=numbers)
    top = float(np.log10(max(perplexities))) + 0.25
    return figure.update_yaxes(type="log", range=[-0.12, top], tickvals=[1, 10, 100, 1000, 10000, 100000])


def shares(results: Sequence[Result], palette: Palette = LIGHT) -> go.Figure:
    """A row for each test: the share of right answers with its 95 % interval, and what chance gives."""
    names = [result.name for result in results]
    figure = go.Figure()
    figure.add_scatter(
        x=[result.share for result in results],
        y=names,
        error_x=interval([(result.right, result.count) for result in results], palette.blue),
        name=_("right answers, with their 95 % interval"),
        mode="markers",
        marker={"size": 10, "color": palette.blue},
        customdata=[[result.right, result.count] for result in results],
        hovertemplate=_("%{x:.1%} of %{customdata[1]:,}"),
    )
    figure.add_scatter(
        x=[result.chance for result in results],
        y=names,
        name=_("chance"),
        mode="markers",
        marker={"size": 16, "symbol": "line-ns-open", "color": palette.quiet, "line": {"width": 3}},
        hovertemplate=_("chance: %{x:.1%}"),
    )
    styled(figure, palette, x=_("right answers (%)"), height=110 + 1.5 * ROW * len(results))
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(range=[-0.02, 1.02], tickformat=".0%")
    return figure.update_yaxes(autorange="reversed")
