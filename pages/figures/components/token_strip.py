"""A text as a row of token chips; one can be picked by click or keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from models.engine.translation import N_
from pages.figures.components.define import define, finite, translated

_mount = define("token_strip")

_TEXTS = {
    "outlined": N_("alternative"),
    "special": N_("structure token, not text"),
    "strip": N_("Arrow keys move from token to token. Enter picks one."),
}


@dataclass(frozen=True, kw_only=True)
class TokenCell:
    """One chip. `strength` is in [0, 1], or in [−1, 1] if the legend is signed; None: no shade."""

    text: str  # the visible piece
    sub: str = ""  # a second, smaller line: the id, the bytes, a probability
    title: str = ""  # shown on hover and focus
    strength: float | None = None
    outlined: bool = False  # an alternative
    special: bool = False  # a structure token, such as the end of a text


@dataclass(frozen=True, kw_only=True)
class Legend:
    """What the shade means, with its ends in words and units: "surprise", "0 bits", "12 bits"."""

    title: str
    low: str
    high: str
    signed: bool = False  # blue below 0, white at 0, red above


def token_strip(
    tokens: Sequence[TokenCell],
    *,
    key: str,
    label: str,
    selected: int | None = None,
    legend: Legend | None = None,
    on_pick: Callable[[int], None] | None = None,
    pickable: bool = True,
) -> int | None:
    """Draws the chips; returns the place of the one just picked, in this run only. `on_pick` gets it before the run.

    `label` names the strip for screen readers. `selected` marks a chip; the caller decides what a pick selects.
    """
    if legend is None and any(cell.strength is not None for cell in tokens):
        raise ValueError("A shade without a legend cannot be read; give legend=.")

    def valid(i: Any) -> int | None:
        return i if type(i) is int and 0 <= i < len(tokens) else None

    def picked() -> None:
        i = valid(st.session_state[key].picked)
        if on_pick and i is not None:
            on_pick(i)

    data = {
        "label": label,
        "tokens": [_cell(cell) for cell in tokens],
        "selected": selected,
        "legend": legend and vars(legend),
        "pickable": pickable,
        "texts": translated(_TEXTS),
    }
    return valid(_mount(key=key, data=data, on_picked_change=picked).picked)


def _cell(cell: TokenCell) -> dict[str, Any]:
    strength = None if cell.strength is None else max(-1.0, min(1.0, finite(cell.strength, "strength")))
    return {**vars(cell), "strength": strength}
