"""Figures of Control. Pure but for the visitor's language: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.chapters.control.measured import Floats, Hidden, Patched, Steered, Tested
from pages.chapters.control.steering_cells import Cell
from pages.figures.charts import ABOVE, ROW, plain, styled

DEPTH_PIXELS = 11
FLAT = 6  # so many names fit side by side on a phone


def signed(palette: Palette, title: str, limit: float) -> dict[str, object]:
    """A heat map's colours and their legend, below it."""
    return {
        "zmin": -limit,
        "zmax": limit,
        "colorscale": [[0, palette.minus], [0.5, palette.zero], [1, palette.plus]],
        "colorbar": {
            "title": {"text": title, "side": "top", "font": {"size": 13}},
            "orientation": "h",
            "thickness": 12,
            "len": 0.9,
            "y": 0,
            "yanchor": "top",
        },
    }


def depth_name(depth: int) -> str:
    return _("layer {n}").format(n=depth - 1) if depth else _("embedding")


def restored(pieces: Sequence[str], given: Patched, palette: Palette = LIGHT) -> go.Figure:
    """Share of the answer restored, a row for each depth, a column for each token from the first that differs on."""
    names = [depth_name(depth) for depth in range(len(given.restored))]
    numbers = [given.first + i + 1 for i in range(len(pieces))]
    share = 100 * given.restored
    cells = go.Heatmap(
        z=np.where(np.isnan(share), None, share),
        x=numbers,
        y=names,
        xgap=2,
        ygap=1,
        **signed(palette, _("share of the answer restored (%)"), 100),
        hovertemplate=_("token %{x} after %{y}: %{z:.0f} %") + "<extra></extra>",
    )
    figure = styled(go.Figure(cells), palette, height=DEPTH_PIXELS * len(names) + 130)
    figure.update_yaxes(
        autorange="reversed", showgrid=False, type="category", tickvals=[names[0], *names[6::5]], ticklabelstandoff=4
    )
    figure.update_xaxes(tickvals=numbers, ticktext=list(map(plain, pieces)), tickangle=-90 if len(pieces) > FLAT else 0)
    return figure.update_xaxes(side="top", showgrid=False)


def heads(change: Floats, palette: Palette = LIGHT) -> go.Figure:
    """Nats by which the difference changes with each head off. change: (layers, heads)."""
    layers, per_layer = change.shape
    limit = float(np.abs(change).max()) or 1.0
    cells = go.Heatmap(
        z=change,
        x=list(range(per_layer)),
        y=list(range(layers)),
        xgap=2,
        ygap=1,
        **signed(palette, _("change of the difference without this head (nats)"), limit),
        hovertemplate=_("head %{y}.%{x}: %{z:+.2f} nats") + "<extra></extra>",
    )
    figure = styled(go.Figure(cells), palette, _("head"), _("layer"), height=DEPTH_PIXELS * layers + 150)
    figure.update_yaxes(autorange="reversed", showgrid=False, dtick=5)
    return figure.update_xaxes(side="top", showgrid=False, dtick=1)


def head_name(row: Tested) -> str:
    return _("all heads on") if row.layer < 0 else _("without {layer}.{head}").format(layer=row.layer, head=row.head)


def test(rows: Sequence[Tested], palette: Palette = LIGHT) -> go.Figure:
    """The mean difference with all heads, without the chosen one, without each of two others."""
    figure = go.Figure()
    kinds = [_("all heads on"), _("without the chosen head"), *2 * [_("without another head (control)")]]
    tints = [palette.quiet, palette.blue, palette.quiet, palette.quiet]
    symbols = ["circle", "circle", "circle-open", "circle-open"]
    for i, (row, kind, tint, symbol) in enumerate(zip(rows, kinds, tints, symbols, strict=True)):
        figure.add_scatter(
            x=[row.mean],
            y=[head_name(row)],
            error_x={"array": [row.margin], "color": tint},
            name=kind,
            showlegend=kind not in kinds[:i],
            mode="markers",
            marker={"size": 11, "color": tint, "symbol": symbol},
            hovertemplate=_("%{x:.2f} nats") + "<extra></extra>",
        )
    title = _("right name above the giver (nats),<br>mean and 95 % interval")
    styled(figure, palette, title, height=150 + ROW * len(rows))
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_xaxes(rangemode="tozero")
    return figure.update_yaxes(autorange="reversed")


def hiding(pieces: Sequence[str], given: Hidden, palette: Palette = LIGHT) -> go.Figure:
    """Two bars for each token: what hiding it costs, and what attention it gets."""
    names = [f"{i + 1}. {plain(piece)}" for i, piece in enumerate(pieces)]
    titles = (_("nats lost when hidden"), _("attention of the last token (%)"))
    figure = make_subplots(1, 2, shared_yaxes=True, horizontal_spacing=0.06)
    hover = "%{y}: %{x:.2f}<extra></extra>"
    figure.add_bar(x=given.cost, y=names, orientation="h", marker_color=palette.blue, hovertemplate=hover, row=1, col=1)
    shares = 100 * given.attention
    figure.add_bar(x=shares, y=names, orientation="h", marker_color=palette.orange, hovertemplate=hover, row=1, col=2)
    styled(figure, palette, height=80 + ROW * len(names))
    for column, title in enumerate(titles, 1):
        figure.update_xaxes(title_text=title, title_font_size=12, row=1, col=column)
    return figure.update_yaxes(autorange="reversed")


def steered(rows: Sequence[Steered], names: Sequence[str], palette: Palette = LIGHT) -> go.Figure:
    """Effect and harm of each direction, with their 95 % intervals. The first row is "none": the dotted lines."""
    figure = make_subplots(1, 2, shared_yaxes=True, horizontal_spacing=0.08)
    tints = [palette.blue, palette.violet, palette.quiet]
    symbols = ["circle", "diamond", "circle-open"]
    for row, name, tint, symbol in zip(rows[1:], names[1:], tints, symbols, strict=True):
        low, high = row.harm_interval
        bars = (
            (row.effect, {"array": [row.effect_margin]}),
            (row.harm, {"array": [high - row.harm], "arrayminus": [row.harm - low]}),
        )
        for column, (value, error) in enumerate(bars, 1):
            figure.add_scatter(
                x=[value],
                y=[name],
                error_x={**error, "color": tint},
                mode="markers",
                marker={"size": 11, "color": tint, "symbol": symbol},
                hovertemplate="%{y}: %{x:.2f}<extra></extra>",
                row=1,
                col=column,
            )
    figure.add_vline(0, line={"color": palette.quiet, "dash": "dot"}, row=1, col=1)
    figure.add_vline(1, line={"color": palette.quiet, "dash": "dot"}, row=1, col=2)
    styled(figure, palette, height=110 + 1.4 * ROW * (len(rows) - 1))
    titles = (_("effect: shift of the odds (nats)"), _("harm: perplexity, times that of none"))
    for column, title in enumerate(titles, 1):
        figure.update_xaxes(title_text=title, title_font_size=12, row=1, col=column)
    figure.update_yaxes(autorange="reversed")
    return figure


def steer_map(given: Sequence[Cell], palette: Palette = LIGHT) -> go.Figure:
    """Effect and harm of a direction, a row for each layer, a column for each strength. ×: no effect shown."""
    layers, strengths = (sorted({getattr(cell, name) for cell in given}) for name in ("layer", "strength"))
    at = {(cell.layer, cell.strength): cell for cell in given}
    rows = [[at[layer, strength] for strength in strengths] for layer in layers]
    effect = np.array([[cell.effect for cell in row] for row in rows])
    harm = np.array([[cell.harm for cell in row] for row in rows])
    limit = float(np.abs(effect).max()) or 1.0
    figure = make_subplots(cols=2, shared_yaxes=True, horizontal_spacing=0.06)
    shown = (
        (effect, [[f"{c.effect:+.1f}" if c.works else "×" for c in row] for row in rows], "%{z:+.2f} nats"),
        (np.log(harm), [[_times(c.harm) for c in row] for row in rows], "%{text}"),
    )
    scales = (
        {"zmin": -limit, "zmax": limit, "colorscale": [[0, palette.minus], [0.5, palette.zero], [1, palette.plus]]},
        {"zmin": 0, "zmax": np.log(10), "colorscale": [[0, palette.zero], [1, palette.violet]]},
    )
    for column, ((values, texts, hover), scale) in enumerate(zip(shown, scales, strict=True), 1):
        figure.add_heatmap(
            z=values,
            x=[f"{strength:g}" for strength in strengths],
            y=[str(layer) for layer in layers],
            text=texts,
            texttemplate="%{text}",
            xgap=2,
            ygap=2,
            showscale=False,
            **scale,
            hovertemplate=_("layer %{y}, strength %{x}:") + f" {hover}<extra></extra>",
            row=1,
            col=column,
        )
    styled(figure, palette, height=ROW * len(layers) + 130)
    titles = (_("effect (nats), by strength"), _("harm (× perplexity), by strength"))
    for column, title in enumerate(titles, 1):
        figure.update_xaxes(title_text=title, title_font_size=12, type="category", showgrid=False, row=1, col=column)
    figure.update_yaxes(title_text=_("layer"), row=1, col=1)
    return figure.update_yaxes(type="category", showgrid=False, autorange="reversed")


def _times(harm: float) -> str:
    return f"{harm:.1f}" if harm < 10 else "> 100" if harm > 100 else f"{harm:.0f}"
