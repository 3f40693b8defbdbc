"""A field of several lines that is read while it is typed, which Streamlit 1.67 has for fields of one line only."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from pages.figures.components.define import define

T = TypeVar("T")
_mount = define("live_text")


def live_text(name: str, draw: Callable[[], T]) -> T:
    """Draws the field where it is called, and gives what it holds. A short pause of the typing sends it."""
    with st.container(key=f"live-text-{name}", gap=None):
        text = draw()
        _mount(key=f"live_text_{name}", height=0)
    return text
