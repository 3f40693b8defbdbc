"""Several figures in one place, as tabs: a control says which one is open, so the link does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from models.engine.limits import Choices
from pages.basics.language import _
from pages.frame import rows, teacher, values
from pages.frame.control import Control


@dataclass(frozen=True)
class Views:
    """Tabs with their widgets, and a place for the open one's figure. `views["name"]` is what a tab's widgets gave."""

    words: tuple[str, ...]
    open: str
    tab: TabContainer  # the open one
    given: Mapping[str, Any]

    def __getitem__(self, word: str) -> Any:
        return self.given[word]

    def fill(self, figures: Mapping[str, Callable[..., object]]) -> None:
        """Draws the figure of the open tab, which gets what its widgets gave, if it has any. What takes seconds is
        filled last, so that the lesson can be read meanwhile."""
        if set(figures) != set(self.words):
            raise TypeError(f"There are tabs for {', '.join(self.words)}, but figures for {', '.join(figures)}.")
        figure = figures[self.open]
        with self.tab:
            if self.open in self.given:
                figure(self.given[self.open])
            else:
                figure()


def draw(name: str, widgets: Mapping[str, Callable[[], Any]]) -> Views:
    """A tab for each word of a control. The widgets are drawn in closed tabs too, so that they keep their values."""
    row = rows.of(name)
    assert isinstance(row.limit, Choices)
    words = row.limit.options
    if not set(widgets) <= set(words):
        raise TypeError(f"There are tabs for {', '.join(words)}, but widgets for {', '.join(widgets)}.")
    tabs = _tabs(row, words)
    open = next(word for word, tab in tabs.items() if tab.open)
    given = {}
    for word, draw_widgets in widgets.items():
        with tabs[word]:
            given[word] = draw_widgets()
    return Views(words, open, tabs[open], given)


def _tabs(row: Control, words: tuple[str, ...]) -> Mapping[str, TabContainer]:
    labels = {word: _(row.names[word]) for word in words}
    linked = st.query_params.get(row.name)
    fixed = row.name in teacher.fixed()
    held = linked if fixed else st.session_state.get(row.name, linked)
    # Held is a label that a click left, perhaps in another language, or a word: from the address, or from a callback.
    if held not in labels.values():
        held = labels.get(str(held)) or labels.get(str(linked)) or labels[row.default]
    st.session_state[row.name] = held
    with st.container(key=f"fixed-tabs-{row.name}" if fixed else f"tabs-{row.name}"):
        tabs = dict(zip(words, st.tabs(list(labels.values()), key=row.name, on_change="rerun"), strict=True))
    values.into_address(row.name, next(word for word, tab in tabs.items() if tab.open), row.default)
    return tabs
