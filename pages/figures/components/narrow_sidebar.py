"""On a narrow screen the sidebar makes room for the page by itself."""

from __future__ import annotations

from pages.figures.components.define import define

_mount = define("narrow_sidebar")


def narrow_sidebar() -> None:
    """Call it in the sidebar. Streamlit itself collapses it on phones alone."""
    _mount(key="narrow-sidebar", data={}, width="content")
