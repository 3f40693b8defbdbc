"""A row as the widget that fits its default and its limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, overload

import streamlit as st

from models.engine.errors import InvalidRequest
from models.engine.limits import Choices, Range, TextLimit
from pages.basics.language import _
from pages.figures.components.live_text import live_text
from pages.frame import address_race, history, rows, teacher, values
from pages.frame.control import Control

FEW = 6  # more options than this go into a drop-down list


@overload
def draw(name: str, /) -> Any: ...
@overload
def draw(name: str, another: str, /, *more: str) -> dict[str, Any]: ...


def draw(*names: str) -> Any:
    """Draws controls where it is called. Returns the value of one, or name → value of several."""
    drawn = {name: _draw(rows.of(name)) for name in names}
    return drawn if len(names) > 1 else drawn[names[0]]


def _draw(row: Control) -> Any:
    """A hidden one is not drawn, but keeps its value."""
    label, help = _(row.label), _(row.help).format(**row.numbers())
    if isinstance(row.limit, Choices):
        return choose(row.name, label, row.limit.options, row.names, help=help)
    if row.name in teacher.hidden():
        return values.value(row.name)
    before = _in_address(row)
    value = _widget(row, label=label, help=help, disabled=row.name in teacher.locked())
    history.stay(row.name)
    address_race.mend(row.name, value, row.default, before)
    return value


def _widget(row: Control, **common: Any) -> Any:
    """Streamlit's widget for a text, a switch or a number."""
    # Declared in every run, even where a callback put a value: Back in the browser resets to what is declared.
    common |= {"key": row.name, "bind": "query-params", "value": row.default}
    if isinstance(row.limit, TextLimit):
        if row.one_line:
            return st.text_input(**common, live=row.live)
        if row.live:
            return live_text(row.name, lambda: _text_area(**common))
        return _text_area(**common)
    if isinstance(row.default, bool):
        return st.toggle(**common)
    assert isinstance(row.limit, Range)
    kind = type(row.default)
    low, high = kind(row.limit.low), kind(row.limit.high)
    if high > 1000:
        return st.number_input(min_value=low, max_value=high, **common)
    return st.slider(min_value=low, max_value=high, step=kind(row.limit.step or 1), **common)


def _text_area(**common: Any) -> str:
    """With a button that touch screens show: leaving the field runs its text, and their keyboards have no Ctrl."""
    with st.container(gap="small"):
        text = str(st.text_area(**common, height=76))
        with st.container(key=f"go-{common['key']}"):
            st.button(_("Go"), key=f"_go_{common['key']}", icon=":material/play_arrow:", width="stretch")
    return text


def _in_address(row: Control) -> Any:
    """What the address says of a control, as it stands: a text that is too long, say, is kept as it is."""
    raw = st.query_params.get(row.name)
    try:
        return row.default if raw is None else row.parse(raw)
    except InvalidRequest:
        return raw


def choose(
    name: str, label: str, options: Sequence[str], names: Mapping[str, str], default: str | None = None, **more: Any
) -> str:
    """One of a few words. Where the chapter has no such row, the default is the given one, else the first. The address
    holds the word itself: Streamlit's own binding would write the name, which depends on the visitor's language."""
    default = rows.of(name).default if rows.has(name) else default or options[0]
    held = st.session_state.get(name, st.query_params.get(name))
    # Set in every run: on the first of another page, Streamlit forgets the value that the same key had before.
    st.session_state[name] = held if held in options else default
    more = {
        "format_func": lambda word: _(names.get(word, word)),
        **more,
        "key": name,
        "disabled": name in teacher.locked(),
    }
    if name in teacher.hidden():
        chosen = str(st.session_state[name])
    elif len(options) > FEW:
        chosen = str(st.selectbox(label, options, **more))
    else:
        chosen = str(st.segmented_control(label, options, required=True, **more))
    values.into_address(name, chosen, default)
    return chosen
