"""The figures of Tokens. Pure: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, log10

import plotly.graph_objects as go

from pages.ui.charts import ROW, plain, styled
from pages.ui.theme import LIGHT, Palette

# Where SmolLM2's vocabulary changes its kind of token (tokenizer.FIRST_MERGED_ID); half ids, so that no dot is on a line.
KINDS = (
    (-0.5, 16.5, "structure"),
    (16.5, 251.5, "single bytes"),
    (251.5, 49151.5, "merged pieces, the frequent ones first"),
)


def vocabulary(ids: Sequence[int], labels: Sequence[str], chosen: int | None, palette: Palette = LIGHT) -> go.Figure:
    """Where the tokens of a text stand in the vocabulary: one dot a token, at its id on a log axis."""
    figure = go.Figure(
        go.Scatter(
            x=[i + 1 for i in ids], y=[0] * len(ids), mode="markers", customdata=list(ids), text=[plain(t) for t in labels],
            marker={"size": 11, "symbol": "circle-open", "color": palette.blue, "line": {"width": 2}},
            hovertemplate="%{text}: id %{customdata:,}<extra></extra>",
        )
    )  # fmt: skip
    if chosen is not None:
        figure.add_scatter(
            x=[ids[chosen] + 1], y=[0], mode="markers+text", text=[plain(labels[chosen])], textposition="top center",
            marker={"size": 15, "color": palette.blue}, hoverinfo="skip", cliponaxis=False,
        )  # fmt: skip
    for n, (low, high, name) in enumerate(KINDS):
        figure.add_vrect(
            x0=max(low + 1, 0.9),
            x1=high + 1,
            line_width=0,
            fillcolor=palette.grid,
            opacity=0.55 if n % 2 else 0.25,
            layer="below",
        )
        figure.add_annotation(
            x=(log10(max(low + 1, 0.9)) + log10(high + 1)) / 2, y=1, yref="paper", yanchor="bottom", text=name,
            showarrow=False, font={"size": 12, "color": palette.quiet},
        )  # fmt: skip
    styled(figure, palette, x="id of the token, counted from 1 (log scale)", height=150)
    figure.update_xaxes(
        type="log", range=[log10(0.9), log10(52_000)], tickvals=[1, 10, 100, 1000, 10_000, 49_152], showgrid=False,
        ticktext=["1", "10", "100", "1,000", "10,000", "49,152"],
    )  # fmt: skip
    figure.update_yaxes(visible=False, range=[-1, 1.8])
    return figure


def languages(
    names: Sequence[str], values: Sequence[float], unit: str, chosen: int, marks: Sequence[float] | None = None,
    palette: Palette = LIGHT, digits: int = 1,
) -> go.Figure:  # fmt: skip
    """One bar a language, in the order given, from the top; `marks` is a second number, drawn as a line across."""
    shown = [f"<b>{plain(n)}</b>" if i == chosen else plain(n) for i, n in enumerate(names)]
    figure = go.Figure(
        go.Bar(
            x=list(values), y=shown, orientation="h", text=[f"{v:.{digits}f}" for v in values], textposition="outside",
            marker={
                "color": palette.blue, "opacity": [1 if i == chosen else 0.55 for i in range(len(names))],
                "line": {"width": [2 if i == chosen else 0 for i in range(len(names))], "color": palette.text},
            },
            unselected={"marker": {"opacity": 0.55}}, selected={"marker": {"opacity": 1}}, name="tokens",
            hovertemplate="%{y}: %{x:.2f}<extra></extra>", cliponaxis=False,
        )
    )  # fmt: skip
    if marks is not None:
        figure.add_scatter(
            x=list(marks), y=shown, mode="markers", name="bytes", hovertemplate="%{y}: bytes %{x:.2f}<extra></extra>",
            marker={"symbol": "line-ns", "size": 16, "line": {"width": 3, "color": palette.text}},
        )  # fmt: skip
    styled(figure, palette, x=unit, height=ROW * len(names) + 70)
    figure.update_yaxes(autorange="reversed", type="category", showgrid=False)
    figure.update_xaxes(rangemode="tozero", range=[0, 1.08 * max([*values, *(marks or ())], default=1)])
    figure.update_layout(
        showlegend=marks is not None,
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 0.02, "yanchor": "bottom"},
    )
    return figure


def growth(
    own: Sequence[float], other: Sequence[float], now: int, palette: Palette = LIGHT, names: tuple[str, str] = ("", "")
) -> go.Figure:
    """Tokens per character after each merge, of the text learned from and of the other one; `now` is marked."""
    figure = go.Figure()
    for values, name, colour, dash in zip(
        (own, other), names, (palette.blue, palette.text), ("solid", "dash"), strict=True
    ):
        figure.add_scatter(
            x=list(range(len(values))), y=list(values), mode="lines", name=name, line={"width": 3, "color": colour, "dash": dash},
            hovertemplate="after %{x} merges: %{y:.2f}<extra></extra>",
        )  # fmt: skip
        if not isnan(values[now]):
            figure.add_scatter(
                x=[now], y=[values[now]], mode="markers+text", text=[f"{values[now]:.2f}"], textposition="top right",
                marker={"size": 10, "color": colour}, hoverinfo="skip", showlegend=False, cliponaxis=False,
            )  # fmt: skip
    styled(figure, palette, x="merges (the vocabulary has 256 bytes and these)", y="tokens per character", height=240)
    figure.update_yaxes(rangemode="tozero")
    figure.update_layout(
        showlegend=True, legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}, margin={"t": 8}
    )
    return figure
