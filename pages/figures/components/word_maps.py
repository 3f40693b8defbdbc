"""Which words a place of the picture looks at, and which places look at a word; reading it needs no server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import streamlit as st

from models.engine.translation import N_
from pages.figures.components.define import define, packed, translated
from pages.figures.components.player import TEXTS

_mount = define("word_maps")
_TEXTS = {
    **TEXTS,
    "frame": N_("Step"),
    "words": N_("Pick a word to see where it is looked at"),
    "scale": N_("share of a place's attention on “{word}”"),
    "here": N_("Row {row}, column {column}: how it divides its attention"),
    "field": N_("{n} places from row {row}, column {column}: how they divide their attention"),
    "picture": N_(
        "The picture at step {step}; places that look at “{word}” are coloured. Arrow keys move the place, with Shift "
        "they stretch it."
    ),
    "rest": N_("padding"),
}


def word_maps(
    words: Sequence[str],
    maps: np.ndarray,
    pictures: Sequence[bytes],
    *,
    word: int,
    at: int,
    key: str,
    label: str,
    on_show: Callable[[int], None] | None = None,
) -> None:
    """Draws the maps. words: n tokens. maps: (steps, 16, 16, n), shares of each place's attention; what is missing to 1
    lies on padding. pictures: a PNG for each step. `word` is chosen at first, `at` the step shown, counted from 0.
    """
    if maps.shape[0] != len(pictures) or maps.shape[3] != len(words):
        raise ValueError(f"{len(pictures)} pictures and {len(words)} words do not fit maps of {maps.shape}.")

    def on_shown() -> None:
        step: Any = st.session_state[key].shown
        if on_show and type(step) is int and 0 <= step < len(pictures):
            on_show(step)

    head = {
        "label": label,
        "words": list(words),
        "word": word,
        "side": maps.shape[1],
        "at": at,
        "per_second": 4,
        "autoplay": False,
        "texts": translated(_TEXTS),
    }
    _mount(key=key, data=packed(head, np.asarray(maps, "<f2"), *pictures), on_shown_change=on_shown)
