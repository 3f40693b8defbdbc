"""Figures of Inside. Pure but for the visitor's language: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.basics.words import show
from pages.chapters.inside.numbers import Floats, Head, Parts
from pages.figures.charts import ABOVE, ROW, plain, styled

DEPTH_PIXELS = 15


def weights(pieces: Sequence[str], at: Head, palette: Palette = LIGHT) -> go.Figure:
    """The share of attention that each token gets, with the score it comes from."""
    names = [f"{i + 1}. {plain(piece)}" for i, piece in enumerate(pieces)]
    texts = [
        _("score {s}").format(s=show(float(s), ".2f")) if i < at.seen else _("masked") for i, s in enumerate(at.scores)
    ]
    bars = go.Bar(
        x=100 * at.weights,
        y=names,
        orientation="h",
        marker_color=palette.blue,
        text=texts,
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{x:.2f} %<extra></extra>",
    )
    figure = styled(go.Figure(bars), palette, _("attention it gets (%)"), height=70 + ROW * len(names))
    figure.update_xaxes(range=[0, 118], tickvals=[0, 25, 50, 75, 100])
    return figure.update_yaxes(autorange="reversed")


def parts(given: Parts, lens: Floats, palette: Palette = LIGHT) -> go.Figure:
    """What each layer's attention and MLP add to the logit, and the probability (%) read out after each layer."""
    layers = list(range(len(given.mlp)))
    figure = make_subplots(1, 2, shared_yaxes=True, horizontal_spacing=0.06, column_widths=[0.62, 0.38])
    hover = "%{y}: %{x:+.2f}<extra></extra>"
    rows = [_("embedding"), *map(str, layers)]
    for name, values, tint, side in (
        (_("added by attention"), [0, *given.attention], palette.blue, "above"),
        (_("added by the MLP"), [0, *given.mlp], palette.orange, "below"),
        (_("embedding"), [given.embedding, *[0] * len(layers)], palette.quiet, "above"),
    ):
        figure.add_bar(
            x=values,
            y=rows,
            orientation="h",
            marker_color=tint,
            name=name,
            offsetgroup=side,
            hovertemplate=hover,
            row=1,
            col=1,
        )
    figure.add_scatter(
        x=lens,
        y=rows,
        mode="lines+markers",
        line={"color": palette.text},
        name=_("read out here"),
        hovertemplate="%{y}: %{x:.2f} %<extra></extra>",
        row=1,
        col=2,
    )
    styled(figure, palette, height=130 + DEPTH_PIXELS * len(rows))
    figure.update_layout(barmode="group", bargap=0.15, bargroupgap=0, showlegend=True, legend=ABOVE)
    for column, title in enumerate((_("adds to the logit"), _("probability (%)")), 1):
        figure.update_xaxes(title_text=title, title_font_size=12, row=1, col=column)
    figure.update_xaxes(rangemode="tozero", row=1, col=2)
    figure.update_yaxes(autorange="reversed", type="category", tickvals=[rows[0], *rows[1::5]])
    return figure


def parameters(names: Sequence[str], counts: Sequence[int], palette: Palette = LIGHT) -> go.Figure:
    """Areas in proportion to the numbers that were learned, in millions."""
    tints = [palette.teal, palette.blue, palette.orange, palette.quiet, palette.violet][: len(names)]
    areas = go.Treemap(
        labels=names,
        parents=[""] * len(names),
        values=[count / 1e6 for count in counts],
        marker_colors=tints,
        texttemplate="%{label}<br>%{value:.1f} M<br>%{percentRoot:.0%}",
        hovertemplate="%{label}: %{value:.2f} M<extra></extra>",
        textfont={"color": palette.background},
        tiling={"pad": 2},
        pathbar_visible=False,
    )
    return styled(go.Figure(areas), palette, height=320)
