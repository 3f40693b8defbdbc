"""The lower figures of Latent space, one in each tab: what takes work is done only in the open one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from models.vae.kinds import Walk
from pages.basics.language import _
from pages.chapters.latent_space import arithmetic, blur, compression, denoising, from_noise, map, sliders, strange
from pages.frame import controls
from pages.frame.frame import Frame

# Tab → its controls, drawn in closed tabs too, so that they keep their values; and its figure, drawn in the open one.
CONTROLS: dict[str, Callable[[], dict[str, Any]]] = {
    "sliders": sliders.widgets,
    "sum": arithmetic.widgets,
    "map": map.widgets,
    "noise": from_noise.widgets,
    "blur": blur.widgets,
}
FIGURES: dict[str, Callable[..., None]] = {
    "sliders": sliders.draw,
    "sum": arithmetic.draw,
    "map": map.draw,
    "noise": from_noise.draw,
    "strange": strange.draw,
    "size": compression.draw,
    "clean": denoising.draw,
    "blur": blur.draw,
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
