"""One entry of the browser's history for each act of a visitor, however many parts of the address it changes."""

from __future__ import annotations

from pages.figures.components.define import define

_mount = define("entries")


def one_entry_for_each_act() -> None:
    """Shows nothing. Has to stand on every page: which one is opened first is not known."""
    _mount(key="entries", height=0)
