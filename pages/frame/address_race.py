"""An address that lost what a visitor has just set. The browser writes a control into the address at once and tells the
server a moment later. A message under way from the server, with the address as it was, replaces it in between. Then the
server is told the new value beside an address without it, and nobody would write it again (Streamlit 1.67).
"""

from __future__ import annotations

import time
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

WINDOW = 2.0  # seconds after mending in which a message from here may itself replace something newer


def mend(name: str, value: Any, default: Any, in_address: Any) -> None:
    """Writes a control that was drawn with this value into the address, if the value is new and what the address told
    before the widget was drawn is as old as ever. While a slider is dragged, the address may be behind, but moves."""
    before: dict[str, tuple[Any, Any, float]] = st.session_state.setdefault("_drawn", {})
    old_value, old_address, mended = before.get(name, (value, in_address, 0.0))
    if value != old_value and (
        (in_address == old_address and in_address != value) or time.monotonic() < mended + WINDOW
    ):
        _write(name, str(value).lower() if isinstance(value, bool) else str(value), keep=value != default)
        in_address, mended = value, time.monotonic()
    before[name] = value, in_address, mended


def drawn(name: str) -> Any:
    """The value that a control was drawn with last; None where it never was."""
    last: tuple[Any, Any, float] = st.session_state.get("_drawn", {}).get(name, (None, None, 0.0))
    return last[0]


def _write(name: str, text: str, keep: bool) -> None:
    """Past st.query_params, which refuses a bound control. Putting the value would do, but moves the slider back that
    the visitor still drags."""
    context = get_script_run_ctx()
    assert context is not None
    with context.session_state.query_params() as address:
        address.set_corrected_value(name, text, "string_value")
        if not keep:  # Streamlit has forgotten it already, without a word to the browser
            address.remove_param(name)
