"""What a chapter does with its controls, each by its name in the address.

`draw` shows them, `beside` shows several in a row, `value` reads one that is not drawn, `put` sets them in callbacks,
`keep` reads one that a component shows. Where a control comes from: rows.py; what it holds: values.py; how it looks:
widgets.py.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.frame import rows
from pages.frame.rows import fields, of
from pages.frame.values import keep, put, value
from pages.frame.widgets import choose, draw

__all__ = ["beside", "choose", "default", "draw", "fields", "keep", "of", "put", "value"]


def default(name: str) -> Any:
    return rows.of(name).default


def beside(*names: str) -> dict[str, Any]:
    """Draws controls of a lower figure side by side where there is room. Name → value."""
    given = {}
    for column, name in zip(st.columns(len(names)), names, strict=True):
        with column:
            given[name] = draw(name)
    return given
