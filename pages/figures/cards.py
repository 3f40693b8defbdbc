"""Pictures side by side, each with a title and a note under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages.basics.words import escape


@dataclass(frozen=True)
class Card:
    picture: np.ndarray  # (height, width, 3) uint8
    title: str
    note: str
    alt: str


def cards(row: Sequence[Card], width: int = 128) -> None:
    """A row of cards, which wraps if it is too long. width: of each picture, in pixels."""
    with st.container(horizontal=True, gap="medium"):
        for card in row:
            with st.container(width=width, gap=None):
                st.image(card.picture, width=width, alt=card.alt)
                st.markdown(f"**{escape(card.title)}**  \n:small[{escape(card.note)}]")
