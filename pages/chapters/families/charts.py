"""The figures of Three families. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.basics.words import milliseconds, show
from pages.chapters.families.measures import TITLES
from pages.figures import charts


def colours(palette: Palette) -> dict[str, str]:
    return {"real": palette.quiet, "beta": palette.teal, "gan": palette.violet, "diffusion": palette.orange}


def _bars(
    values: Mapping[str, float], text: Sequence[str], title: str, palette: Palette, hollow: Sequence[str] = ()
) -> go.Figure:
    """One bar for each family, from top to bottom, its value written behind it."""
    colour = colours(palette)
    figure = go.Figure(
        go.Bar(
            x=list(values.values()),
            y=[_(TITLES[name]) for name in values],
            orientation="h",
            text=list(text),
            textposition="outside",
            cliponaxis=False,
            textfont_color=palette.text,
            marker={
                "color": ["rgba(0,0,0,0)" if name in hollow else colour[name] for name in values],
                "line": {"color": [colour[name] for name in values], "width": 2},
            },
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    figure.update_yaxes(autorange="reversed")
    charts.styled(figure, palette, x=title, height=90 + charts.ROW * len(values))
    figure.update_layout(margin_r=72)
    return figure


def frechet(distances: Mapping[str, float], palette: Palette = LIGHT) -> go.Figure:
    """Fréchet distance of many pictures of each; real ones, the floor, are drawn hollow."""
    text = [show(value, ".0f") for value in distances.values()]
    return _bars(distances, text, _("Fréchet distance to real pictures (0: equal)"), palette, hollow=["real"])


def shares(values: Mapping[str, float], title: str, palette: Palette = LIGHT) -> go.Figure:
    """Shares from 0 to 1, in percent."""
    percent = {name: 100 * value for name, value in values.items()}
    figure = _bars(percent, [show(v, ".1%") for v in values.values()], title, palette, hollow=["real"])
    figure.update_xaxes(range=[0, 100], dtick=25)
    return figure


def spread(values: Mapping[str, float], palette: Palette = LIGHT) -> go.Figure:
    """Mean distance of two pictures of a row."""
    text = [show(value, ".1f") for value in values.values()]
    return _bars(values, text, _("mean distance of two pictures, in the classifier's features"), palette, ["real"])


def time(values: Mapping[str, float], palette: Palette = LIGHT) -> go.Figure:
    """Milliseconds of one picture, on a log axis: bars start at 1 ms."""
    figure = _bars(values, [milliseconds(v) for v in values.values()], _("time per picture (ms, log scale)"), palette)
    figure.update_xaxes(type="log", dtick=1, range=[0, None], autorangeoptions={"minallowed": 0})
    return figure
