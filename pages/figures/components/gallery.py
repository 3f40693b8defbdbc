"""Small pictures to pick one from, by click or keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from models.engine.translation import N_
from pages.figures.components.define import define, packed, translated

_mount = define("gallery")
_TEXTS = {"keys": N_("Arrow keys move from picture to picture. Enter picks one.")}


def gallery(
    sheet: bytes,
    names: Sequence[str],
    *,
    columns: int,
    key: str,
    label: str,
    chosen: int | None = None,
    on_pick: Callable[[int], None] | None = None,
) -> None:
    """Draws the pictures; the callback gets the place of the one picked, before the run.

    sheet: a WebP file of square pictures, row by row, `columns` in each row. names: what each shows.
    """

    def picked() -> None:
        i: Any = st.session_state[key].picked
        if on_pick and type(i) is int and 0 <= i < len(names):
            on_pick(i)

    head = {"label": label, "names": list(names), "columns": columns, "chosen": chosen, "texts": translated(_TEXTS)}
    _mount(key=key, data=packed(head, sheet), on_picked_change=picked)
