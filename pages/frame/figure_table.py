"""A chart's numbers as a table, read from the chart itself: what is drawn is what is read aloud."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from math import isnan
from typing import Any

import plotly.graph_objects as go

from pages.basics.language import _
from pages.frame.table import Table

_TAG = re.compile("<[^>]*>")  # Plotly's own markup; in texts of models "<" is written "&lt;"


def numbers(figure: go.Figure) -> Table:
    """A row for each place on the axis, a column for each series; of a heat map, a row for each of its longer side.
    Heads are the axes' titles, with their units. Series that only mark points of others (hoverinfo "skip") are left
    out. Raises ValueError where a series has two values at one place: then the page draws a table of its own."""
    traces = [trace for trace in figure.data if trace.hoverinfo != "skip"]
    if len(traces) == 1 and traces[0].type == "heatmap":
        return _heatmap(figure, traces[0])
    columns: dict[str, dict[Any, Any]] = {}
    for trace in traces:
        place, value, unit = _directions(figure, trace)
        along = _texts(trace[place])
        head = ": ".join(part for part in (_plain(trace.name), unit) if part)
        if head in columns or len(set(along)) < len(along):
            raise ValueError(f"the chart's numbers are no table: {head!r} has several values at one place")
        columns[head] = dict(zip(along, _short(trace[value]), strict=True))
        error = trace[f"error_{value}"].array
        if error is not None:
            columns[f"{head} (±)"] = dict(zip(along, _short(error), strict=True))
    places = list(dict.fromkeys(place for column in columns.values() for place in column))
    first = _title(figure, _directions(figure, traces[0])[0], traces[0])
    return {first or _("name"): places} | {
        head: [column.get(place) for place in places] for head, column in columns.items()
    }


def _directions(figure: go.Figure, trace: Any) -> tuple[str, str, str]:
    """Along which axis the places are, along which the values, and the title of the latter."""
    place, value = ("y", "x") if trace.type == "bar" and trace.orientation == "h" else ("x", "y")
    return place, value, _title(figure, value, trace)


def _title(figure: go.Figure, letter: str, trace: Any) -> str:
    """An axis's title; of panels that share one, only the outer ones have it."""
    own = figure.layout[f"{letter}axis{(trace[f'{letter}axis'] or letter)[1:]}"].title.text
    axes = figure.select_xaxes() if letter == "x" else figure.select_yaxes()
    titles = {axis.title.text for axis in axes} - {None}
    return _plain(own or (titles.pop() if len(titles) == 1 else ""))


def _heatmap(figure: go.Figure, trace: go.Heatmap) -> Table:
    """Each cell is its number, behind the text that is written on it."""
    cells = [_short(row) for row in trace.z]
    if trace.text is not None:
        cells = [
            [f"{_plain(text)} {value}" for text, value in zip(texts, row, strict=True)]
            for texts, row in zip(trace.text, cells, strict=True)
        ]
    columns = _labels(figure.layout.xaxis, trace.x, len(cells[0]))
    rows, head = _labels(figure.layout.yaxis, trace.y, len(cells)), _title(figure, "y", trace)
    if len(columns) > len(rows):
        columns, rows, head = rows, columns, _title(figure, "x", trace)
        cells = [list(column) for column in zip(*cells, strict=True)]
    return {head or _("name"): rows} | {str(name): [row[i] for row in cells] for i, name in enumerate(columns)}


def _labels(axis: Any, places: Iterable[Any] | None, count: int) -> list[Any]:
    """The names along one side of a heat map; without any, they are counted from 1."""
    names = places if places is not None else axis.ticktext
    return _texts(names) if names is not None else list(range(1, count + 1))


def _texts(places: Iterable[Any]) -> list[Any]:
    return [_plain(place) if isinstance(place, str) else place for place in places]


def _plain(text: str | None) -> str:
    return html.unescape(_TAG.sub("", (text or "").replace("<br>", " ")))


def _short(values: Iterable[Any]) -> list[Any]:
    """Four significant digits: more than a chart shows, fewer than a float has. What is not known stays empty."""
    return [None if v is None or isnan(v) else int(v) if v == int(v) else float(f"{v:.4g}") for v in values]
