"""A text that the browser keeps for the next visit, in its local storage."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.figures.components.define import define

_mount = define("kept")
KEY = "kept"


def kept(record: str, visit: str, emptied: int, on_found: Callable[[object], None]) -> None:
    """Keeps the record, a JSON object with `chapters`, or "" for none; chapters that only the browser knows stay.

    In a new `visit` the callback first gets what the browser held before, whatever that is: anybody at the browser can
    write it. When `emptied` grows, what is held is dropped.
    """

    def found() -> None:
        on_found(st.session_state[KEY].found)

    _mount(key=KEY, data={"record": record, "visit": visit, "emptied": emptied}, on_found_change=found, width="content")
