"""The browser's history: Back and Forward show what was there. An entry's address says it all, and it is followed.

How Streamlit 1.67 writes it. What a visitor sets in a widget that is bound to the address takes the place of the entry
(replaceState). What the server writes into the address makes a new one (pushState), each part of an address for itself;
after Back and Forward alone it takes the place. On the way to another page, the browser keeps the parts of bound
widgets, but the server strikes them out again as those of another page, by Back too; they return as each widget is
drawn. So one step to another page left four entries, two of them without the text, and Back found these first.

Therefore here: `stay` leaves a widget's part in the address on the way to another page; pages/figures/components/
entries.js makes one entry for each act of a visitor; and `forget` lets the address decide after Back and Forward, where
the visit's own memory would.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx


def moved() -> bool:
    """Whether this run is one of Back or Forward."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def forget(names: Iterable[str]) -> None:
    """Lets the address decide over these controls, if the visitor has gone back or forward."""
    if moved():
        for name in names:
            st.session_state.pop(name, None)


def stay(name: str) -> None:
    """Leaves the part of a bound widget in the address on the way to another page. Call it once the widget is drawn:
    Streamlit then takes the part for its own no longer. The browser still writes into it what a visitor sets."""
    context = get_script_run_ctx()
    assert context is not None
    with context.session_state.query_params() as address:
        if binding := address.get_binding_for_param(name):
            address.unbind_widget(binding.widget_id)


def correct(parts: Mapping[str, str | None]) -> None:
    """Makes the address as if the browser had brought it with these parts, or without (None). Call it before the first
    widget: a widget that is drawn for the first time begins with what the browser brought."""
    if not parts:
        return
    st.query_params.from_dict({n: v for n, v in {**st.query_params.to_dict(), **parts}.items() if v is not None})
    context = get_script_run_ctx()
    assert context is not None
    with context.session_state.query_params() as address:
        address.set_initial_query_params_from_current()
