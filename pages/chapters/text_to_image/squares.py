"""Latents with a sign as coloured squares, large enough to see, and the scale of their colours."""

from __future__ import annotations

import io

import numpy as np
import streamlit as st
from PIL import Image

from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import show
from pages.figures import diverging

LIMIT = 3.0  # beyond three standard deviations the colour is full


def large(pixels: np.ndarray, times: int = 9) -> bytes:
    """Enlarged so that a browser does not blur the squares; PNG."""
    image = Image.fromarray(pixels)
    file = io.BytesIO()
    image.resize((image.width * times, image.height * times), Image.Resampling.NEAREST).save(file, "PNG")
    return file.getvalue()


def legend(palette: theme.Palette, limit: float = LIMIT, title: str = "") -> None:
    """What the colours of signed numbers mean; the title says of which."""
    ramp = diverging.colours(np.tile(np.linspace(-limit, limit, 240), (12, 1)), limit, palette)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if title:
            st.markdown(f":small[{title}]", width="content")
        st.markdown(f":small[−{show(limit, 'g')}]", width="content")
        st.image(ramp, width=180, alt=_("Colour scale from blue over none to red"))
        st.markdown(f":small[+{show(limit, 'g')} · {_('standard deviations')}]", width="content")
