"""Figures of Latent space. Pure but for the words: numbers in, figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from models.vae.kinds import BetaStep
from pages.basics.language import _
from pages.basics.theme import LIGHT, Palette
from pages.figures.charts import ABOVE, plain, styled

Floats = NDArray[np.floating]
Encoded = tuple[Floats, Floats]  # (mu, logvar)


def numbers(
    first: Encoded, second: Encoded, which: NDArray[np.integer], between: Floats | None = None, palette: Palette = LIGHT
) -> go.Figure:
    """μ of both faces, with a whisker of one σ; and the numbers of a place between them. which: the numbers drawn,
    counted from 0."""
    names = (which + 1).tolist()
    figure = go.Figure()

    def whisker(encoded: Encoded, colour: str) -> dict[str, object]:
        return {"type": "data", "array": np.exp(encoded[1][which] / 2), "thickness": 1.5, "width": 3, "color": colour}

    figure.add_bar(
        x=names,
        y=first[0][which],
        name=_("1st face"),
        marker_color=palette.teal,
        error_y=whisker(first, palette.text),
        hovertemplate="%{x}: μ %{y:.2f}",
    )
    figure.add_scatter(
        x=names,
        y=second[0][which],
        name=_("2nd face"),
        mode="markers",
        marker={"size": 9, "symbol": "circle-open", "color": palette.text, "line": {"width": 2}},
        error_y=whisker(second, palette.quiet),
        hovertemplate="%{x}: μ %{y:.2f}",
    )
    if between is not None:
        figure.add_scatter(
            x=names,
            y=between[which],
            name=_("between"),
            mode="markers",
            marker={"size": 12, "symbol": "line-ew-open", "color": palette.orange, "line": {"width": 3}},
            hovertemplate="%{x}: %{y:.2f}",
        )
    styled(figure, palette, x=_("number"), y=_("μ, whiskers ± σ"), height=260)
    figure.update_layout(showlegend=True, legend=ABOVE)
    # In steps of bars: a tick's value would be looked for among the numbers, which are the bars' names.
    few = len(names) <= 16
    figure.update_xaxes(type="category", tick0=0 if few else 3, dtick=1 if few else 4)
    return figure


def directions(amounts: Sequence[float], shares: Mapping[str, Sequence[float]], palette: Palette = LIGHT) -> go.Figure:
    """In what share of faces each direction brings its value, against its amount. The first is the one chosen."""
    figure = go.Figure()
    for i, (name, y) in enumerate(shares.items()):
        line = {"color": palette.teal if i == 0 else palette.quiet, "width": 3 if i == 0 else 1.5}
        figure.add_scatter(
            x=list(amounts),
            y=[100 * v for v in y],
            name=plain(name),
            mode="lines+markers",
            line={**line, "dash": ("solid", "dot", "dash", "dashdot", "longdash", "longdashdot")[i % 6]},
            marker={"size": 8 if i == 0 else 5},
            hovertemplate=_("%{x} times: %{y:.0f} %"),
        )
    figure.add_hline(y=80, line={"color": palette.quiet, "width": 1, "dash": "dot"})
    styled(figure, palette, x=_("amount of the direction"), y=_("faces read with it (%)"), height=280)
    figure.update_layout(showlegend=True, legend=ABOVE)
    figure.update_yaxes(range=[0, 104])
    figure.update_xaxes(tickvals=list(amounts))
    return figure


def anomaly(mse: Floats, kl: Floats, strange: Mapping[str, tuple[float, float]], palette: Palette = LIGHT) -> go.Figure:
    """Each face of the sample as a dot: KL against error; and the pictures in question, named."""
    figure = go.Figure(
        go.Scatter(
            x=mse,
            y=kl,
            mode="markers",
            name=_("faces of the sample"),
            marker={"size": 5, "color": palette.teal},
            hovertemplate=_("error %{x:.0f}, %{y:.0f} nats") + "<extra></extra>",
        )
    )
    figure.add_scatter(
        x=[x for x, _y in strange.values()],
        y=[y for _x, y in strange.values()],
        mode="markers+text",
        text=[plain(name) for name in strange],
        textposition="top center",
        name=_("these pictures"),
        marker={"size": 11, "symbol": "diamond", "color": palette.orange},
        cliponaxis=False,
        hovertemplate=_("%{text}: error %{x:.0f}, %{y:.0f} nats") + "<extra></extra>",
    )
    styled(figure, palette, x=_("reconstruction error, squared levels of 255 (log scale)"), y=_("KL (nats, log scale)"))
    figure.update_xaxes(type="log")
    figure.update_yaxes(type="log")
    figure.update_layout(showlegend=True, legend=ABOVE)
    return figure


def sizes(lines: Mapping[str, Sequence[tuple[int, float, int]]], palette: Palette = LIGHT) -> go.Figure:
    """PSNR against bytes. lines: method → (bytes, dB, quality or bits)."""
    figure = go.Figure()
    looks = zip((palette.text, palette.teal, palette.orange), ("dash", "solid", "dot"), strict=True)
    for (name, points), (colour, dash) in zip(lines.items(), looks, strict=True):
        figure.add_scatter(
            x=[n for n, _db, _s in points],
            y=[db for _n, db, _s in points],
            name=plain(name),
            mode="lines+markers",
            customdata=[s for _n, _db, s in points],
            line={"color": colour, "width": 3, "dash": dash},
            hovertemplate=_("%{x} bytes: %{y:.1f} dB (setting %{customdata})"),
        )
    styled(figure, palette, x=_("bytes (log scale)"), y=_("PSNR (dB, higher: nearer)"))
    figure.update_xaxes(type="log")
    figure.update_layout(showlegend=True, legend=ABOVE)
    return figure


def draws(mu: float, sigma: float, z: Floats, palette: Palette = LIGHT) -> go.Figure:
    """The bell curve around μ of deviation σ, and what was drawn from it."""
    x = np.linspace(mu - 4 * sigma, mu + 4 * sigma, 201)
    density = np.exp(-0.5 * ((x - mu) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))
    at = np.exp(-0.5 * ((z - mu) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))
    figure = go.Figure(
        go.Scatter(x=x, y=density, name=_("bell curve"), mode="lines", line={"color": palette.teal}, hoverinfo="skip")
    )
    figure.add_scatter(
        x=z,
        y=at,
        name=_("draws"),
        mode="markers+text",
        text=[str(n) for n in range(1, len(z) + 1)],
        textposition="top center",
        marker={"size": 9, "color": palette.orange},
        hovertemplate="%{text}: z = %{x:.3f}<extra></extra>",
    )
    figure.add_vline(x=mu, line={"color": palette.quiet, "dash": "dot", "width": 1}, annotation_text="μ")
    styled(figure, palette, x="z", y=_("density"), height=280)
    return figure.update_layout(showlegend=True, legend=ABOVE)


def betas(steps: Sequence[BetaStep], chosen: float, palette: Palette = LIGHT) -> go.Figure:
    """Mean error and mean KL of the sample against β, with 95 % intervals of the means. `chosen`: the β shown."""
    figure = make_subplots(rows=1, cols=2, horizontal_spacing=0.16)
    x = [step.beta for step in steps]
    panels = ((_("error"), "sample_mse", _("error (squared levels of 255)")), ("KL", "sample_kl", _("KL (nats)")))
    for column, (name, field, title) in enumerate(panels, 1):
        values = [getattr(step, field).astype(float) for step in steps]
        figure.add_scatter(
            x=x,
            y=[float(v.mean()) for v in values],
            name=name,
            mode="lines+markers",
            line={"color": palette.teal if column == 2 else palette.text},
            error_y={"array": [1.96 * float(v.std(ddof=1)) / len(v) ** 0.5 for v in values], "thickness": 1.5},
            hovertemplate="β %{x}: %{y:.1f}",
            row=1,
            col=column,
        )
        figure.update_yaxes(title_text=title, rangemode="tozero", row=1, col=column)
    styled(figure, palette, height=300)
    figure.add_vline(x=chosen, line={"color": palette.quiet, "width": 1, "dash": "dot"})
    return figure.update_xaxes(type="log", tickvals=x, title_text=_("β (log scale)"))
