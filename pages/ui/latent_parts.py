"""The lower figures of Latent space, one in each tab: what takes work is done only in the open one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from models.engine.latent_requests import Walk
from pages.ui import controls, latent_attributes, latent_losses, latent_map_view, latent_size
from pages.ui.frame import Frame
from pages.ui.language import _

# Tab → its controls, drawn in closed tabs too, so that they keep their values; and its figure, drawn in the open one.
CONTROLS: dict[str, Callable[[], dict[str, Any]]] = {
    "sliders": latent_attributes.slider_controls,
    "sum": latent_attributes.arithmetic_controls,
    "map": latent_map_view.map_controls,
    "noise": latent_losses.noise_controls,
    "blur": latent_losses.blur_controls,
}
FIGURES: dict[str, Callable[..., None]] = {
    "sliders": latent_attributes.sliders,
    "sum": latent_attributes.arithmetic,
    "map": latent_map_view.draw,
    "noise": latent_losses.from_noise,
    "strange": latent_losses.strange,
    "size": latent_size.size,
    "clean": latent_size.clean,
    "blur": latent_losses.blur,
}


def head() -> Callable[[Frame, Walk], None]:
    """Title, tabs and their controls. What it gives draws the open tab's figure for the walk's faces, last of all: the
    lesson can be read meanwhile."""
    st.header(_("What the numbers can do"), anchor=False)
    fill: list[Callable[[Frame, Walk], None]] = []
    for name, tab in controls.tabs("look").items():
        with tab:
            left, right = st.columns((4, 7), gap="large") if name in CONTROLS else (st.container(), st.container())
            with left:
                chosen = CONTROLS[name]() if name in CONTROLS else {}
        if tab.open:
            fill.append(partial(_draw, right, name, chosen))
    return fill[0]


def _draw(place: DeltaGenerator, name: str, chosen: dict[str, Any], page: Frame, walk: Walk) -> None:
    if name == "map":
        chosen = {**chosen, "second": walk.second}
    with place:
        FIGURES[name](page, walk.first, **chosen)
