"""Drawn faces and the nearest picture that each was learned from: of a network that saw many, of one that saw few."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from models.engine import Trace
from models.prepared import prepared
from models.tiny_flow.kinds import BY_PICTURES, HELD_OUT, DrawnStep, TrainFlow
from models.tiny_flow.pictures import pictures
from pages.basics import memo, theme
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.memorisation import charts
from pages.chapters.memorisation.nearest import COPY, Nearest, nearest
from pages.frame import export
from pages.frame.frame import Frame

SHOWN = 8  # faces beside their nearest
TIMES, GAP = 5, 1  # screen pixels a pixel, white pixels between pictures


@dataclass(frozen=True)
class Group:
    """Pictures and the nearest ones learned from."""

    drawn: np.ndarray  # (n, 16, 16, 3) uint8
    near: Nearest
    learned: int  # pictures learned from


def drawn(trace: Trace) -> Group:
    """What a network draws at its end."""
    request, last = trace.request, trace.last
    assert isinstance(request, TrainFlow) and isinstance(last, DrawnStep)
    return Group(last.drawn, nearest(last.drawn, pictures()[: request.pictures]), request.pictures)


def unseen(count: int) -> Group:
    """The control: real pictures that no network learned from, against as many learned ones."""
    real = pictures()[-HELD_OUT:]
    return Group(real, nearest(real, pictures()[:count]), count)


def draw(page: Frame) -> None:
    traces = [trace for request in BY_PICTURES if (trace := prepared(request))]
    groups = [memo.of(trace, "faces", lambda trace=trace: drawn(trace)) for trace in traces]
    controls = [
        memo.of(trace, "unseen", lambda n=group.learned: unseen(n)) for trace, group in zip(traces, groups, strict=True)
    ]
    st.markdown(
        _(
            "A small network learns to draw faces of 16 × 16 pixels, each time with as many updates, but from more and "
            "more pictures. Above what it drew, below the nearest picture that it learned from."
        )
    )
    for column, group in zip(st.columns(len(groups)), groups, strict=True):
        with column:
            _pairs(group)
    pairs = list(zip(groups, controls, strict=True))
    st.markdown("\n".join(f"- {sentence(group, control)}" for group, control in pairs))
    rows = [row for group, control in pairs for row in _rows(group, control)]
    page.figure(
        charts.ratios([(name, group.near.ratios.tolist()) for name, group in rows], COPY, theme.palette()),
        "ratios",
        alt=_("Distance to the nearest over distance to the second nearest learned picture, for each group."),
        table_elsewhere=True,
    )
    note = _("Red line: ⅓. Unseen: {n} real pictures that no network learned from, the control.").format(n=HELD_OUT)
    st.markdown(f":small[{note} {export.cost(traces[0])}]")
    page.table(
        {
            _("pictures"): [name for name, _group in rows],
            _("n"): [len(group.near.ratios) for _name, group in rows],
            _("median of d₁/d₂"): [round(float(np.median(group.near.ratios)), 2) for _name, group in rows],
            _("copies (under ⅓)"): [group.near.copies for _name, group in rows],
            _("share, 95 % interval"): [_interval(group.near) for _name, group in rows],
        },
        caption=_("Copies among drawn faces"),
    )


def _rows(group: Group, control: Group) -> list[tuple[str, Group]]:
    n = show(group.learned, ",")
    return [(_("drawn, of {n}").format(n=n), group), (_("unseen, of {n}").format(n=n), control)]


def _interval(near: Nearest) -> str:
    low, high = wilson(near.copies, len(near.ratios))
    return f"{show(low, '.0%')} – {show(high, '.0%')}"


def sentence(group: Group, control: Group) -> str:
    """Copies among the drawn and among the unseen pictures, and whether they differ."""
    (k, n), (k_unseen, n_unseen) = ((g.near.copies, len(g.near.ratios)) for g in (group, control))
    named = {"learned": group.learned, "k": k, "n": n, "k_unseen": k_unseen, "n_unseen": n_unseen}
    named |= {"low": show(wilson(k, n)[0], ".0%"), "high": show(wilson(k, n)[1], ".0%")}
    text = _(
        "Of {learned:,} pictures: **{k} of {n}** drawn faces are under the line (95 % interval {low} to {high}), of "
        "unseen real ones {k_unseen} of {n_unseen}"
    )
    if wilson(k, n)[0] > wilson(k_unseen, n_unseen)[1]:
        text += _(": it copies.")
    else:
        text += _(": no more than chance explains.")
    return fill(text, named)


def _pairs(group: Group) -> None:
    """Faces, and under each one the nearest picture learned from."""
    near = pictures()[group.near.places[:SHOWN]]
    alt = _("Eight drawn faces, and under each the nearest picture learned from.")
    st.image(sheet(group.drawn[:SHOWN], near), alt=alt, width="stretch")
    st.markdown(f":small[{_('Learned from {n} pictures').format(n=show(group.learned, ','))}]")


def sheet(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Two rows of pictures, each pixel a square."""
    rows = [
        np.concatenate(list(np.pad(row, ((0, 0), (GAP, GAP), (GAP, GAP), (0, 0)), constant_values=255)), 1)
        for row in (above, below)
    ]
    joined: np.ndarray = np.concatenate(rows, 0).repeat(TIMES, 0).repeat(TIMES, 1)
    return joined
