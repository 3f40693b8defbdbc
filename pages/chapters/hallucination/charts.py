"""Figures of Hallucination. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.basics.words import show
from pages.chapters.hallucination.asked import SAMPLES, Count
from pages.chapters.hallucination.clusters import Cluster
from pages.figures.charts import ABOVE, ROW, interval, plain, styled

LONGEST = 26  # characters of an answer beside its bar


def answers(
    clusters: Sequence[Cluster], samples: int, right: Sequence[str] = (), palette: Palette = LIGHT
) -> go.Figure:
    """A bar for each different answer: how often it was drawn. Filled: the greedy one. `right`: the texts of the
    clusters that are true, if that may be told."""
    figure = go.Figure()
    figure.add_bar(
        x=[cluster.count for cluster in clusters],
        y=list(range(len(clusters))),
        orientation="h",
        text=[_beside(cluster, cluster.text in right) for cluster in clusters],
        textposition="outside",
        cliponaxis=False,
        marker={
            "color": [palette.blue if cluster.greedy else "rgba(0,0,0,0)" for cluster in clusters],
            "line": {"color": palette.blue, "width": 1.5},
        },
        hovertemplate=_("drawn %{x} times") + "<extra></extra>",
    )
    styled(figure, palette, x=_("drawn answers"), height=90 + ROW * max(3, len(clusters)))
    figure.update_xaxes(range=[0, samples * 1.25], tickvals=list(range(0, samples + 1, 2)))
    labels = [short(cluster.text) for cluster in clusters]
    return figure.update_yaxes(autorange="reversed", tickvals=list(range(len(clusters))), ticktext=labels)


def short(text: str) -> str:
    """An answer as a label of the axis; an empty one is named."""
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return plain(text) or _("(nothing)")


def _beside(cluster: Cluster, right: bool) -> str:
    return f"{cluster.count} {_('✓ true')}" if right else str(cluster.count)


def calibration(bins: Sequence[Count], palette: Palette = LIGHT) -> go.Figure:
    """Share of right answers by how many samples agree, each with its interval; dashed: as often right as sure."""
    shown = [(k, bin) for k, bin in enumerate(bins) if bin.n]
    figure = go.Figure()
    figure.add_scatter(
        x=[0, SAMPLES],
        y=[0, 1],
        mode="lines",
        name=_("as often right as it agrees"),
        line={"color": palette.quiet, "dash": "dash", "width": 1.5},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[k for k, _bin in shown],
        y=[bin.share for _k, bin in shown],
        error_y=interval([(bin.right, bin.n) for _k, bin in shown], palette.blue),
        mode="markers",
        name=_("right, with the 95 % interval"),
        marker={"color": palette.blue, "size": [6 + 2 * bin.n**0.5 for _k, bin in shown]},
        customdata=[[bin.right, bin.n] for _k, bin in shown],
        hovertemplate=_("%{x} of 10 agree: %{customdata[0]} of %{customdata[1]} right (%{y:.0%})") + "<extra></extra>",
    )
    styled(figure, palette, x=_("drawn answers that agree with the first (of 10)"), y=_("right (%)"), height=360)
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(range=[-0.5, SAMPLES + 0.5], dtick=2)
    return figure.update_yaxes(range=[-0.03, 1.03], tickformat=".0%")


def thresholds(counts: Sequence[Count], total: int, chosen: int, palette: Palette = LIGHT) -> go.Figure:
    """At each threshold: the share of questions that it still answers, and of these the share that is right."""
    figure = go.Figure()
    kept = [(t, c) for t, c in enumerate(counts) if c.n]
    figure.add_scatter(
        x=list(range(len(counts))),
        y=[c.n / total for c in counts],
        mode="lines+markers",
        name=_("answered"),
        line={"color": palette.quiet, "width": 2},
        marker={"size": 8, "symbol": "circle-open", "color": palette.quiet},
        hovertemplate=_("answered: %{y:.0%}"),
    )
    figure.add_scatter(
        x=[t for t, _count in kept],
        y=[c.share for _t, c in kept],
        error_y=interval([(c.right, c.n) for _t, c in kept], palette.blue),
        mode="lines+markers",
        name=_("right of what it answers, with the 95 % interval"),
        line={"color": palette.blue, "width": 2},
        marker={"size": 9, "color": palette.blue},
        hovertemplate=_("right: %{y:.0%}"),
    )
    figure.add_vline(chosen, line={"color": palette.text, "dash": "dot", "width": 1.5})
    styled(figure, palette, x=_("answer only if so many of 10 agree"), y=_("share (%)"), height=340)
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(range=[-0.5, SAMPLES + 0.5], dtick=2)
    return figure.update_yaxes(range=[-0.03, 1.03], tickformat=".0%")


def groups(rows: Sequence[tuple[str, Sequence[int]]], palette: Palette = LIGHT) -> go.Figure:
    """For both groups of questions: the share of them where 0, 1, … 10 samples agree, as bars side by side. rows:
    (name, agreeing samples of each question)."""
    tints = (palette.blue, palette.orange)
    figure = go.Figure()
    for (name, values), tint in zip(rows, tints, strict=True):
        counts = np.bincount(np.asarray(values, int), minlength=SAMPLES + 1)
        figure.add_bar(
            x=list(range(SAMPLES + 1)),
            y=(counts / counts.sum()).tolist(),
            name=name,
            marker={"color": tint, "pattern": {"shape": "/" if tint == palette.orange else ""}},
            customdata=counts.tolist(),
            hovertemplate=_("%{x} of 10 agree: %{customdata} questions"),
        )
    styled(figure, palette, x=_("drawn answers that agree with the first (of 10)"), y=_("of the group (%)"), height=340)
    figure.update_layout(barmode="group", showlegend=True, legend=ABOVE)
    figure.update_xaxes(dtick=1)
    return figure.update_yaxes(tickformat=".0%")


def helped(rows: Sequence[tuple[str, Count]], lies: Count, name: str, palette: Palette = LIGHT) -> go.Figure:
    """A row for each kind of prompt: right answers with their interval; and how often the false fact was repeated."""
    names = [row for row, _count in rows]
    figure = go.Figure()
    figure.add_scatter(
        x=[c.share for _name, c in rows],
        y=names,
        error_x=interval([(c.right, c.n) for _name, c in rows], palette.blue),
        mode="markers+text",
        text=[show(c.share, ".0%") for _name, c in rows],
        textposition="top center",
        name=_("right answers, with their 95 % interval"),
        marker={"size": 10, "color": palette.blue},
        customdata=[[c.right, c.n] for _name, c in rows],
        hovertemplate=_("%{customdata[0]} of %{customdata[1]} right"),
    )
    figure.add_scatter(
        x=[lies.share],
        y=[name],
        error_x=interval([(lies.right, lies.n)], palette.plus),
        mode="markers+text",
        text=[show(lies.share, ".0%")],
        textposition="top center",
        name=_("repeats the false fact"),
        marker={"size": 11, "color": palette.plus, "symbol": "x"},
        hovertemplate=_("%{x:.0%} repeat the false fact"),
    )
    styled(figure, palette, x=_("share of the questions (%)"), height=120 + 2 * ROW * len(rows))
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(range=[-0.02, 1.02], tickformat=".0%")
    return figure.update_yaxes(autorange="reversed")


def by_times(names: Sequence[str], lines: Sequence[tuple[str, Sequence[Count]]], palette: Palette = LIGHT) -> go.Figure:
    """Wrong answers by how many sentences were about a person, a line for each number of readings."""
    figure = go.Figure()
    looks = (
        (palette.quiet, "circle-open", "dot"),
        (palette.orange, "diamond", "dash"),
        (palette.blue, "circle", "solid"),
    )
    for (name, counts), (tint, symbol, dash) in zip(lines, looks, strict=True):
        figure.add_scatter(
            x=list(names),
            y=[count.share for count in counts],
            error_y=interval([(count.right, count.n) for count in counts], tint),
            mode="lines+markers",
            name=name,
            line={"color": tint, "dash": dash, "width": 2},
            marker={"size": 10, "symbol": symbol, "color": tint},
            hovertemplate="%{y:.0%}",
        )
    styled(figure, palette, x=_("sentences about the person"), y=_("wrong answers (%)"), height=360)
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(type="category")
    return figure.update_yaxes(range=[-0.03, 1.05], tickformat=".0%")


def singletons(
    shipped: Sequence[tuple[float, Count]], own: tuple[float, Count] | None, palette: Palette = LIGHT
) -> go.Figure:
    """Errors at the end against their estimate from what was read once; dashed: where they are equal. Each world:
    (estimate, wrong of all new questions); own: the one that was learned just now."""
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        name=_("as estimated"),
        line={"color": palette.quiet, "dash": "dash", "width": 1.5},
        hoverinfo="skip",
    )
    kinds = [(shipped, _("measured, with the 95 % interval"), palette.blue, "circle")]
    if own is not None:
        kinds.append(([own], _("your world"), palette.orange, "diamond"))
    for rows, name, tint, symbol in kinds:
        figure.add_scatter(
            x=[estimate for estimate, _count in rows],
            y=[count.share for _estimate, count in rows],
            error_y=interval([(count.right, count.n) for _estimate, count in rows], tint),
            mode="markers",
            name=name,
            marker={"size": 11, "color": tint, "symbol": symbol},
            hovertemplate=_("read once: %{x:.1%}; wrong: %{y:.1%}") + "<extra></extra>",
        )
    styled(figure, palette, x=_("sentences about people mentioned once × 39/40"), y=_("wrong answers (%)"), height=340)
    figure.update_layout(showlegend=True, legend=ABOVE)
    every = [*shipped, *([own] if own else [])]
    top = 1.15 * max(max(estimate, count.share) for estimate, count in every)
    figure.update_xaxes(range=[0, top], tickformat=".0%")
    return figure.update_yaxes(range=[0, top], tickformat=".0%")


def held_back(kinds_of: Sequence[tuple[str, Sequence[int]]], chosen: int, palette: Palette = LIGHT) -> go.Figure:
    """For both groups of questions: the share that is still answered at each threshold, with its interval. kinds_of:
    (name, agreeing samples of each question)."""
    figure = go.Figure()
    looks = ((palette.blue, "circle", "solid"), (palette.orange, "diamond", "dash"))
    for (name, values), (tint, symbol, dash) in zip(kinds_of, looks, strict=True):
        counts = [(sum(value >= t for value in values), len(values)) for t in range(SAMPLES + 1)]
        figure.add_scatter(
            x=list(range(SAMPLES + 1)),
            y=[k / n for k, n in counts],
            error_y=interval(counts, tint),
            mode="lines+markers",
            name=name,
            line={"color": tint, "dash": dash, "width": 2},
            marker={"size": 9, "symbol": symbol, "color": tint},
            customdata=counts,
            hovertemplate=_("at least %{x} of 10: %{customdata[0]} of %{customdata[1]} answered"),
        )
    figure.add_vline(chosen, line={"color": palette.text, "dash": "dot", "width": 1.5})
    styled(figure, palette, x=_("answer only if so many of 10 agree"), y=_("answered (%)"), height=340)
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(range=[-0.5, SAMPLES + 0.5], dtick=2)
    return figure.update_yaxes(range=[-0.03, 1.06], tickformat=".0%")


def inside(value: float, counted: Count) -> bool:
    """Whether a share may be the true one of what was counted: whether it lies in the 95 % interval."""
    low, high = wilson(counted.right, counted.n)
    return low <= value <= high
