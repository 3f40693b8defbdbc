"""Colours with one meaning each, in both themes, for figures. Components use Streamlit's CSS variables instead.

Text and probabilities are blue, VAE teal, GAN violet, diffusion orange (Okabe–Ito hues, darkened or lightened until
they reach 3:1 against the background). Signed data: blue–white–red around 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Palette:
    text: str  # running text
    quiet: str  # axis labels, notes
    grid: str
    background: str
    blue: str  # text, probabilities, autoregressive models
    teal: str  # VAE
    violet: str  # GAN
    orange: str  # diffusion
    minus: str  # signed data below 0 …
    zero: str
    plus: str  # … and above


LIGHT = Palette("#1B2430", "#566273", "#E3E8F0", "#FFFFFF", "#1F57C3", "#00786A", "#8A3F9C", "#B85A00",
                "#1F57C3", "#F4F4F4", "#B3261E")  # fmt: skip
DARK = Palette("#E8ECF2", "#A9B4C4", "#2B3442", "#12161D", "#8AB4FF", "#4FD1BD", "#D29BE3", "#FFA94D",
               "#8AB4FF", "#2B3442", "#FF8A80")  # fmt: skip


def palette() -> Palette:
    """The palette of this visitor's theme."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def large() -> bool:
    """Whether the visitor asked for large type (projector)."""
    return bool(st.session_state.get("large"))
