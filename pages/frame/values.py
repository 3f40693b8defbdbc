"""What a control holds: the value of this visit, else the address's, else its default; and how the address follows.

A control's key is its name in the address, so that the address always restores the page.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from models.engine.errors import InvalidRequest
from pages.frame import address_race, history, rows, teacher


def enter(slug: str) -> bool:
    """Says which chapter is about to be drawn, and gives whether the visit came from another one. Call it in every run,
    before the address is read. What the chapter before wrote into the address under a name that means something else
    here, or nothing, does not come along."""
    before = str(st.session_state.get("_chapter", slug))
    st.session_state["_chapter"] = slug
    if before == slug:
        return False
    foreign = {name for name in rows.all_names() if not rows.same(name, before, slug)}
    if not history.moved():
        elsewhere = [n for n in st.query_params if n in foreign or (rows.has(n) and not rows.owns(n))]
        history.correct({name: None for name in elsewhere if _left_there(name, before)})
    for name in foreign:
        st.session_state.pop(name, None)
    return True


def _left_there(name: str, before: str) -> bool:
    """Whether the chapter before has left this part in the address, rather than a link that led here."""
    try:
        linked = rows.of(name, before).parse(st.query_params[name])
    except (KeyError, InvalidRequest):
        return False
    written: dict[str, str] = st.session_state.get("_in_address", {})
    return address_race.drawn(name) == linked or written.get(name) == st.query_params[name]


def value(name: str) -> Any:
    """A control's value if it is not drawn, or before it is."""
    if name in st.session_state:
        return st.session_state[name]
    row, raw = rows.of(name), st.query_params.get(name)
    try:
        return row.default if raw is None else row.parse(raw)
    except InvalidRequest:
        return row.default


def put(**values: Any) -> None:
    """Sets controls by name; for callbacks, which run before the controls are drawn. What a teacher fixed stays."""
    for name, value in values.items():
        if name not in teacher.fixed():
            st.session_state[name] = value


def keep(name: str) -> Any:
    """The value of a control that a component shows in a widget's place: its callback puts it, the address follows."""
    held, default = value(name), rows.of(name).default
    if held == default:
        st.session_state.pop(name, None)
    into_address(name, str(held), str(default))
    return held


def into_address(name: str, value: str, default: str) -> None:
    """Puts a value into the address if Streamlit does not; a default is never written there."""
    if value == default:
        st.query_params.pop(name, None)
        return
    st.session_state.setdefault("_in_address", {})[name] = value
    if st.query_params.get(name) != value:
        st.query_params[name] = value
