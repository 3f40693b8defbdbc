"""Buttons that save the figures of a container as PNG and SVG, drawn by the browser that shows them."""

from __future__ import annotations

from collections.abc import Mapping

from models.engine.translation import N_
from pages.figures.components.define import define, translated

_mount = define("save_figure")
_TEXTS = {"none": N_("There is no chart here that can be saved as a picture; take the data instead.")}


def save_figure(container: str, *, key: str, name: str, labels: Mapping[str, str]) -> None:
    """`container`: the CSS class of the container whose charts are saved; `labels`: what the "png" and "svg" buttons
    say; `name`: of the file, without its ending."""
    data = {"container": container, "name": name, "labels": dict(labels), "texts": translated(_TEXTS)}
    _mount(key=key, data=data)
