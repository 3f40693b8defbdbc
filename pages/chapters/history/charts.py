"""Figures of History. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.basics.words import show
from pages.figures.charts import ABOVE, ROW, interval, styled


@dataclass(frozen=True)
class Share:
    """Right answers of so many, and what guessing gives."""

    right: int
    of: int
    chance: float  # in [0, 1]


def memory(by_fact: Mapping[str, Sequence[Share]], machines: Sequence[str], palette: Palette = LIGHT) -> go.Figure:
    """For each fact a row for each machine, its share with a 95 % interval, and the line of chance. One fact below the
    other, so that a phone has room for the names."""
    figure = make_subplots(len(by_fact), 1, subplot_titles=list(by_fact), shared_xaxes=True, vertical_spacing=0.07)
    for place, shares in enumerate(by_fact.values()):
        row = place + 1
        values = [share.right / share.of for share in shares]
        figure.add_scatter(
            x=values,
            y=list(machines),
            mode="markers",
            name=_("right, with a 95 % interval"),
            showlegend=place == 0,
            error_x=interval([(share.right, share.of) for share in shares], palette.blue),
            marker={"size": 9, "color": palette.blue},
            customdata=[[share.right, share.of] for share in shares],
            hovertemplate=_("%{y}: %{customdata[0]} of %{customdata[1]}") + "<extra></extra>",
            row=row,
            col=1,
        )
        figure.add_vline(
            x=shares[0].chance, line={"color": palette.quiet, "dash": "dash", "width": 1.5}, row=row, col=1
        )
    figure.add_scatter(
        x=[None], y=[None], mode="lines", name=_("guessing"), line={"color": palette.quiet, "dash": "dash"}
    )
    styled(figure, palette, height=len(by_fact) * (22 * len(machines) + 40) + 80)
    figure.update_layout(showlegend=True, legend=ABOVE | {"y": 1.05})
    figure.update_xaxes(range=[-0.03, 1.03], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    return figure.update_yaxes(autorange="reversed")


def distances(bins: Sequence[str], lines: Mapping[str, Sequence[Share]], palette: Palette = LIGHT) -> go.Figure:
    """How many second mentions were right, by how far back the first one lies; a line for each machine."""
    figure = go.Figure()
    for (name, shares), colour, symbol in zip(
        lines.items(), (palette.blue, palette.orange), ("circle", "square"), strict=True
    ):
        values = [share.right / share.of for share in shares]
        figure.add_scatter(
            x=list(bins),
            y=values,
            name=name,
            mode="lines+markers",
            marker={"size": 9, "symbol": symbol, "color": colour},
            line={"color": colour, "width": 2},
            error_y=interval([(share.right, share.of) for share in shares], colour),
            customdata=[[share.right, share.of] for share in shares],
            hovertemplate=_("%{customdata[0]} of %{customdata[1]}"),
        )
    chance = [share.chance for share in next(iter(lines.values()))]
    figure.add_scatter(
        x=list(bins), y=chance, name=_("guessing"), mode="lines", line={"color": palette.quiet, "dash": "dash"}
    )
    styled(figure, palette, x=_("sentences since the fact was named"), y=_("right"), height=300)
    figure.update_layout(showlegend=True, legend=ABOVE)
    return figure.update_yaxes(range=[-0.03, 1.05], tickformat=".0%")


def bits(
    names: Sequence[str], values: Sequence[float], outlined: Sequence[str], floor: float, palette: Palette = LIGHT
) -> go.Figure:
    """Bits per character of each machine. The chains that are not shown above are outlined."""
    filled = [palette.background if name in outlined else palette.blue for name in names]
    figure = go.Figure()
    figure.add_bar(
        x=list(values),
        y=list(names),
        orientation="h",
        text=[show(value, ".3f") for value in values],
        textposition="outside",
        cliponaxis=False,
        marker={"color": filled, "line": {"color": palette.blue, "width": 1.5}},
        hovertemplate="%{y}: %{x:.3f}<extra></extra>",
    )
    figure.add_vline(
        x=floor,
        line={"color": palette.orange, "dash": "dash"},
        annotation={"text": _("floor"), "font_size": 13, "yshift": 16},
        annotation_position="top right",
    )
    styled(figure, palette, x=_("bits per character of new stories"), height=ROW * len(names) + 90)
    figure.update_xaxes(range=[0, 1.12 * max(values)])
    return figure.update_yaxes(autorange="reversed", ticksuffix=" ")
