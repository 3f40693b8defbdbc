"""Brings a part of the page into view when the visitor changed it from somewhere else."""

from __future__ import annotations

from pages.figures.components.define import define

_mount = define("into_view")


def into_view(container: str, times: int, narrow: bool = False) -> None:
    """Scrolls to the container of this key, and gives it the focus, whenever `times` has grown. narrow: only where the
    screen is, and the part therefore below what changed it."""
    data = {"target": f"st-key-{container}", "times": times, "narrow": narrow}
    _mount(key=f"into-view-{container}", data=data, width="content")
