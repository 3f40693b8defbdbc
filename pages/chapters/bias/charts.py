"""Figures of Bias. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.basics.words import fill, show
from pages.chapters.bias.audit import NAMED, Gap
from pages.figures.charts import ABOVE, ROW, interval, plain, styled

NO_SHARE = 114  # where words without an official share stand, right of 100 %
NARROW = 24  # characters of a name on one line
SYMBOLS = {1: "triangle-up", -1: "triangle-down", 0: "circle-open"}


def colour(sign: int, palette: Palette) -> str:
    return {1: palette.plus, -1: palette.minus, 0: palette.quiet}[sign]


def name_of(sign: int, first: str, second: str) -> str:
    texts = {1: _("expects “{first}”"), -1: _("expects “{second}”"), 0: _("cannot be told")}
    return plain(texts[sign].format(first=first, second=second))


def axis(first: str, second: str) -> str:
    text = _("gap: ln P({first}) − ln P({second}), nats")
    return plain(text.format(first=first, second=second))


def scatter(
    occupations: Sequence[Gap], own: Sequence[Gap], first: str, second: str, odds: bool, palette: Palette = LIGHT
) -> go.Figure:
    """Gap of each occupation against its official share of women; one's own words as diamonds, those without a share at
    the right. odds: whether the labour market's own odds are drawn."""
    figure = go.Figure()
    single = bool(occupations) and len(occupations[0].values) == 1
    for sign in (1, 0, -1):
        group = [g for g in occupations if _sign(g, single) == sign]
        if group:
            figure.add_scatter(
                **_points(group, colour(sign, palette), SYMBOLS[sign]),
                name=_side(sign, first, second) if single else name_of(sign, first, second),
                mode="markers+text",
                text=[plain(g.word) if g.word in NAMED else "" for g in group],
                textposition=[_beside(g) for g in group],
                textfont_size=12,
            )
    if odds:
        shares = np.linspace(8, 96, 45)
        figure.add_scatter(
            x=shares.tolist(),
            y=np.log((100 - shares) / shares).tolist(),
            mode="lines",
            line={"color": palette.quiet, "dash": "dot", "width": 1.5},
            name=_("odds of the labour market"),
            hoverinfo="skip",
        )
    own_points = _points(own, palette.orange, "diamond")
    own_points["marker"] |= {"size": 13, "line": {"color": palette.text, "width": 1.5}}
    figure.add_scatter(
        **own_points,
        name=_("your words"),
        mode="markers+text",
        text=[f"<b>{plain(g.word)}</b>" for g in own],
        textposition=["middle left" if g.women is None or g.women > 50 else "middle right" for g in own],
    )
    figure.add_hline(0, line={"color": palette.quiet, "width": 1})
    styled(figure, palette, x=_("women among the employed (%), USA 2022"), y=axis(first, second), height=460)
    figure.update_layout(showlegend=True, legend=ABOVE)
    ticks = [0, 25, 50, 75]
    figure.update_xaxes(
        range=[-4, 122], tickangle=0, tickvals=[*ticks, NO_SHARE], ticktext=[str(t) for t in ticks] + [_("no share")]
    )
    ends = [end for g in (*occupations, *own) for end in (g.estimate.low, g.estimate.high)]
    low, high = min(ends), max(ends)
    return figure.update_yaxes(range=[low - 0.25, high + 0.35], zeroline=False)


def _beside(gap: Gap) -> str:
    """Where a name stands at its dot, so that a phone cuts none off at either end, and none is on its neighbour's."""
    share = 50 if gap.women is None else gap.women
    if share > 85:
        return "top left"
    return "top right" if share < 15 else "middle right" if share < 30 else "top center"


def _sign(gap: Gap, single: bool) -> int:
    return int(np.sign(gap.values[0])) if single else gap.estimate.sign


def _side(sign: int, first: str, second: str) -> str:
    """Of one sentence alone, where no interval tells what can be told."""
    return plain(
        {1: _("“{first}” ahead"), -1: _("“{second}” ahead"), 0: _("equal")}[sign].format(first=first, second=second)
    )


def _points(group: Sequence[Gap], tint: str, symbol: str) -> dict[str, object]:
    estimates = [g.estimate for g in group]
    return {
        "x": [NO_SHARE if g.women is None else g.women for g in group],
        "y": [e.value for e in estimates],
        "error_y": {
            "array": [e.high - e.value for e in estimates],
            "arrayminus": [e.value - e.low for e in estimates],
            "color": tint,
            "thickness": 1,
            "width": 0,
        },
        "marker": {"size": 9, "symbol": symbol, "color": tint, "line": {"color": tint, "width": 1.5}},
        "customdata": [[plain(g.word), e.low, e.high] for g, e in zip(group, estimates, strict=True)],
        "hovertemplate": "%{customdata[0]}: %{y:+.2f} [%{customdata[1]:+.2f}, %{customdata[2]:+.2f}]<extra></extra>",
    }


def strip(own: Sequence[Gap], templates: Sequence[str], first: str, second: str, palette: Palette = LIGHT) -> go.Figure:
    """A row for each word: the gap in each sentence, and the mean with its interval."""
    figure = go.Figure()
    names = [plain(gap.word) for gap in own]
    figure.add_scatter(
        x=[value for gap in own for value in gap.values.tolist()],
        y=[name for name, gap in zip(names, own, strict=True) for _value in gap.values],
        mode="markers",
        name=_("in one sentence"),
        marker={"size": 12, "symbol": "line-ns-open", "color": palette.quiet, "line": {"width": 1.5}},
        customdata=[plain(template) for _gap in own for template in templates],
        hovertemplate="%{x:+.2f}: %{customdata}<extra></extra>",
    )
    if len(templates) > 1:
        means = [gap.estimate for gap in own]
        figure.add_scatter(
            x=[e.value for e in means],
            y=names,
            mode="markers",
            name=_("mean, 95 % interval"),
            marker={"size": 13, "symbol": "diamond", "color": palette.orange},
            error_x={
                "array": [e.high - e.value for e in means],
                "arrayminus": [e.value - e.low for e in means],
                "color": palette.orange,
            },
        )
    figure.add_vline(0, line={"color": palette.quiet, "width": 1})
    styled(figure, palette, x=axis(first, second), height=150 + 2 * ROW * len(own))
    figure.update_layout(showlegend=True, legend=ABOVE)
    return figure.update_yaxes(autorange="reversed", type="category")


def by_template(names: Sequence[str], values: Sequence[float], palette: Palette = LIGHT) -> go.Figure:
    """The correlation in each sentence alone."""
    order = np.argsort(values)
    figure = go.Figure()
    labels = [f"{plain(names[i])} <b>{show(values[i], '.2f')}</b>" for i in order]
    figure.add_bar(
        x=[values[i] for i in order],
        y=[plain(names[i]) for i in order],
        orientation="h",
        marker_color=palette.blue,
        text=labels,
        textposition="inside",
        insidetextanchor="start",
        insidetextfont={"color": palette.background, "size": 13},
        hovertemplate="%{x:.2f}<extra></extra>",
    )
    styled(figure, palette, x=_("correlation with the share of women (no unit)"), height=90 + ROW * len(names))
    figure.update_xaxes(range=[-1, 0])
    return figure.update_yaxes(autorange="reversed", showticklabels=False)


def pairs(names: Sequence[str], first: Sequence[Gap], second: Sequence[Gap], palette: Palette = LIGHT) -> go.Figure:
    """Two words for the same: their gaps side by side."""
    figure = go.Figure()
    for group, tint, symbol, name in (
        (first, palette.blue, "circle", _("first word")),
        (second, palette.orange, "diamond", _("second word")),
    ):
        estimates = [g.estimate for g in group]
        figure.add_scatter(
            x=[e.value for e in estimates],
            y=list(names),
            name=name,
            mode="markers",
            marker={"size": 10, "symbol": symbol, "color": tint},
            error_x={
                "array": [e.high - e.value for e in estimates],
                "arrayminus": [e.value - e.low for e in estimates],
                "color": tint,
                "thickness": 1,
            },
        )
    figure.add_vline(0, line={"color": palette.quiet, "width": 1})
    styled(figure, palette, x=axis("he", "she"), height=110 + 1.3 * ROW * len(names))
    figure.update_layout(showlegend=True, legend=ABOVE)
    return figure.update_yaxes(autorange="reversed")


def counted(
    names: Sequence[str], expected: Sequence[float], counts: Sequence[int], of: str, palette: Palette = LIGHT
) -> go.Figure:
    """How often each value comes out, with its 95 % interval, beside how often it went in."""
    total = sum(counts)
    shares = [k / total for k in counts]
    figure = go.Figure()
    figure.add_scatter(
        x=shares,
        y=list(names),
        error_x=interval([(k, total) for k in counts], palette.violet if of == "gan" else palette.orange),
        name=fill(_("out: {n} pictures, 95 % interval"), {"n": total}),
        mode="markers",
        marker={"size": 10, "color": palette.violet if of == "gan" else palette.orange},
        customdata=[[k, share / p] for k, share, p in zip(counts, shares, expected, strict=True)],
        hovertemplate="%{x:.1%} (%{customdata[0]}), × %{customdata[1]:.2f}",
    )
    figure.add_scatter(
        x=list(expected),
        y=list(names),
        name=_("in: what it learned from") if of == "gan" else _("in: the world"),
        mode="markers",
        marker={"size": 16, "symbol": "line-ns-open", "color": palette.text, "line": {"width": 3}},
        hovertemplate="%{x:.1%}",
    )
    styled(
        figure, palette, x=_("share of the pictures that show the attribute (%)"), height=110 + 1.15 * ROW * len(names)
    )
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(range=[-0.02, min(1.02, max(*shares, *expected) + 0.2)], tickformat=".0%")
    return figure.update_yaxes(autorange="reversed")


def repaired(
    rows: Sequence[tuple[str, tuple[int, int], tuple[int, int]]], wanted: float, palette: Palette = LIGHT
) -> go.Figure:
    """For each way of making the pictures: how many show a hat, and of how many the style can be told, k of n each
    with its interval. Dashed: the share of hats that is wanted. rows: (name, hats, clear ones)."""
    figure = make_subplots(rows=2, vertical_spacing=0.2)
    names = ["<br>".join(textwrap.wrap(name, NARROW)) for name, _hats, _clear in rows]
    series = ((1, palette.orange, "circle", _("show a hat (%)")), (2, palette.text, "diamond", _("clear (%)")))
    for place, tint, symbol, title in series:
        counted = [row[place] for row in rows]
        figure.add_scatter(
            x=[k / n for k, n in counted],
            y=names,
            error_x=interval(counted, tint),
            mode="markers",
            marker={"size": 11, "color": tint, "symbol": symbol},
            customdata=counted,
            hovertemplate="%{y}: %{x:.1%} (%{customdata[0]} / %{customdata[1]})<extra></extra>",
            row=place,
            col=1,
        )
        figure.update_xaxes(title_text=title, row=place, col=1)
    figure.add_vline(wanted, line={"color": palette.quiet, "dash": "dash"}, row=1, col=1)
    styled(figure, palette, height=150 + 3.2 * ROW * len(rows))
    figure.update_xaxes(range=[-0.03, 1.03], tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%")
    return figure.update_yaxes(autorange="reversed")
