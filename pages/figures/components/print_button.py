"""A button that prints the page."""

from __future__ import annotations

from pages.basics.language import _
from pages.figures.components.define import define

_mount = define("print_button")


def print_button() -> None:
    _mount(key="print", data={"label": _("Print")}, width="content")
