"""A model as a row of parts from input to output, each a button with a small picture of its current content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from models.engine.translation import N_
from pages.figures.components.define import define, finite, packed, translated

_mount = define("anatomy")
_TEXTS = {"keys": N_("Arrow keys move from part to part. Enter opens one.")}


@dataclass(frozen=True, kw_only=True)
class AnatomyPart:
    """One part. It shows a picture (PNG), a curve of numbers in [0, 1], or words."""

    name: str
    title: str
    sub: str  # shapes and counts, in a second line
    leads: str = "→"  # the sign between this part and the next
    picture: bytes = b""
    curve: Sequence[float] = ()
    words: str = ""
    smooth: bool = False  # a picture, and not squares that are numbers


def anatomy(
    parts: Sequence[AnatomyPart], *, chosen: str, key: str, label: str, on_pick: Callable[[str], None] | None = None
) -> None:
    """Draws the parts; the callback gets the name of the one picked, before the run."""
    names = [part.name for part in parts]

    def picked() -> None:
        name: Any = st.session_state[key].picked
        if on_pick and name in names:
            on_pick(name)

    head = {
        "label": label,
        "chosen": chosen,
        "parts": [
            {
                "name": part.name,
                "title": part.title,
                "sub": part.sub,
                "leads": part.leads,
                "words": part.words,
                "curve": [finite(value, "curve") for value in part.curve],
                "smooth": part.smooth,
            }
            for part in parts
        ],
        "texts": translated(_TEXTS),
    }
    _mount(key=key, data=packed(head, *(part.picture for part in parts)), on_picked_change=picked)
