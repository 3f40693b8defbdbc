"""Next-token probabilities as bars; each row is a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from models.engine.translation import N_
from pages.figures.components.define import define, finite, translated

_mount = define("bars")

_TEXTS = {
    "kept": N_("kept"),
    "cut": N_("cut by the filters"),
    "axis": N_("probability (%)"),
    "bars": N_("Arrow keys move from row to row. Enter picks one."),
}


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One row. `id` is what a pick returns, for example the token's id. Probabilities are in [0, 1]."""

    id: int
    text: str  # the visible piece
    prob: float
    kept: bool = True  # False: cut by the filters, drawn hatched with an outline
    second: float | None = None  # the second series, drawn as an outline over the bar
    title: str = ""  # shown on hover and focus


def probability_bars(
    rows: Sequence[Bar],
    *,
    key: str,
    label: str,
    on_pick: Callable[[int], None] | None = None,
    first_label: str = "",
    second_label: str = "",
    pickable: bool = True,
) -> int | None:
    """Draws the rows; returns the id of the row just picked, in this run only. `on_pick` gets it before the run.

    `label` names the figure for screen readers. The second series needs `second_label`, its entry in the legend.
    """
    if not second_label and any(bar.second is not None for bar in rows):
        raise ValueError("A second series without a name cannot be read; give second_label=.")
    ids = {bar.id for bar in rows}

    def valid(token_id: Any) -> int | None:
        return token_id if type(token_id) is int and token_id in ids else None

    def picked() -> None:
        token_id = valid(st.session_state[key].picked)
        if on_pick and token_id is not None:
            on_pick(token_id)

    data = {
        "label": label,
        "rows": [_row(bar) for bar in rows],
        "first": first_label,
        "second": second_label,
        "pickable": pickable,
        "texts": translated(_TEXTS),
    }
    return valid(_mount(key=key, data=data, on_picked_change=picked).picked)


def _row(bar: Bar) -> dict[str, Any]:
    second = None if bar.second is None else finite(bar.second, "second")
    return {**vars(bar), "id": int(bar.id), "prob": finite(bar.prob, "prob"), "second": second}
