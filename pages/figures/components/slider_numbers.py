"""The decimal sign of the page's language in the numbers of Streamlit's sliders."""

from __future__ import annotations

from pages.figures.components.define import define

_mount = define("slider_numbers")


def slider_numbers() -> None:
    """Once on each page."""
    _mount(key="slider-numbers", data={}, width="content")
