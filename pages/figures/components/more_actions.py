"""On a phone one button "⋯" for all that can be taken away; elsewhere these have room to be seen."""

from __future__ import annotations

from pages.basics.language import _
from pages.figures.components.define import define

_mount = define("more_actions")


def more_actions() -> None:
    """Shows and hides the container `take-away` (style.css) by an attribute of the document, so it needs no run."""
    _mount(key="_more_actions", data={"label": _("More actions")}, width="content")
