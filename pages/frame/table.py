"""A figure's numbers as a table, for reading aloud and for looking up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.basics.language import localised
from pages.basics.words import escape, show

Table = Mapping[str, Sequence[Any]]  # column title with unit → values
LONG = 200  # rows; longer ones scroll in a box, as do
LARGE = 1000  # cells


def draw(table: Table, caption: str) -> None:
    """The caption is what a screen reader calls the table."""
    rows = max((len(column) for column in table.values()), default=0)
    if rows > LONG or rows * len(table) > LARGE:
        st.dataframe(_localised(table), hide_index=True, alt=caption)
        return
    # A table's cells are Markdown; texts of visitors and models are not.
    cells = {name: [escape(v) if isinstance(v, str) else v for v in table[name]] for name in table}
    st.table(_localised({escape(name): column for name, column in cells.items()}), alt=caption)


def _localised(table: Table) -> Any:
    """The table, its numbers shown as the visitor's language writes them. They stay numbers: sorted and aligned so."""
    frame = pd.DataFrame(dict(table))
    return frame if localised(".") == "." else frame.style.format(show)
