"""The lower figures of Latent space, one in each tab, with the widgets that belong to them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from models.vae.kinds import Walk
from pages.chapters.latent_space import (
    arithmetic,
    betas,
    blur,
    compression,
    denoising,
    from_noise,
    inside,
    map,
    sliders,
    strange,
)
from pages.frame.frame import Frame

Drawn = tuple[DeltaGenerator, dict[str, Any]]  # the place for a figure beside its widgets, and what these gave


def _left(draw: Callable[[], dict[str, Any]]) -> Drawn:
    left, right = st.columns((4, 7), gap="large")
    with left:
        return right, draw()


WIDGETS = {
    "sliders": partial(_left, sliders.widgets),
    "sum": partial(_left, arithmetic.widgets),
    "map": partial(_left, map.widgets),
    "noise": partial(_left, from_noise.widgets),
    "blur": partial(_left, blur.widgets),
    "inside": inside.widgets,
    "beta": betas.widgets,
}


def figures(page: Frame, walk: Walk) -> dict[str, Callable[..., None]]:
    """Each for the faces of the walk."""

    def beside(figure: Callable[..., None], **more: Any) -> Callable[[Drawn], None]:
        def draw(drawn: Drawn) -> None:
            container, choice = drawn
            with container:
                figure(page, walk.first, **choice, **more)

        return draw

    return {
        "sliders": beside(sliders.draw),
        "sum": beside(arithmetic.draw),
        "map": beside(map.draw, second=walk.second),
        "noise": beside(from_noise.draw),
        "strange": lambda: strange.draw(page, walk.first),
        "size": lambda: compression.draw(page, walk.first),
        "clean": lambda: denoising.draw(page, walk.first),
        "blur": beside(blur.draw),
        "inside": lambda choice: inside.draw(page, walk.first, **choice),
        "beta": lambda beta: betas.draw(page, walk.first, beta),
    }
