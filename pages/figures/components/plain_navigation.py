"""Streamlit's navigation as what it is to a screen reader: links in a landmark."""

from __future__ import annotations

from pages.figures.components.define import define

_mount = define("plain_navigation")


def plain_navigation() -> None:
    """Once on each page, after st.navigation."""
    _mount(key="plain-navigation", data={}, width="content")
