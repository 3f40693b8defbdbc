"""One token's way through a Transformer: its parts as buttons, and a film of the vector as it grows layer by layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from models.engine.translation import N_
from pages.figures.components.define import define, finite, packed, translated
from pages.figures.components.player import TEXTS
from pages.figures.components.vectors import ROW, tint

_mount = define("token_way")
_TEXTS = {
    "frame": N_("Layer"),
    "keys": N_("Arrow keys move from part to part. Enter opens one."),
    "layer": N_("layer {i} · one of {n}"),
    "start": N_("before the first layer"),
    "end": N_("after all {n} layers"),
    "stream": N_("The token’s vector here: {width} numbers. Blue below 0, red above, full tint from ±{limit} on"),
    "guess": N_("Read out here, it would say"),
}


@dataclass(frozen=True, kw_only=True)
class WayPart:
    """A part of the network. stage: before the layers, in each of them, or after."""

    name: str
    title: str
    sub: str
    stage: str  # "before", "layer", "after"


def token_way(
    parts: Sequence[WayPart],
    stream: np.ndarray,
    guesses: Sequence[Sequence[tuple[str, float]]],
    *,
    chosen: str,
    key: str,
    label: str,
    autoplay: bool = False,
    on_pick: Callable[[str], None] | None = None,
    on_depth: Callable[[int], None] | None = None,
) -> None:
    """Draws it. Before the run, the callbacks get the name of the part picked, and the depth at which the film stopped.

    stream: (depths, width), the vector before the first layer and after each. guesses: of each depth the likeliest next
    tokens with their probabilities. Raises ValueError where they are not as many.
    """
    if len(guesses) != len(stream):
        raise ValueError(f"{len(stream)} depths, but guesses for {len(guesses)}.")
    names = [part.name for part in parts]

    def picked() -> None:
        name: Any = st.session_state[key].picked
        if on_pick and name in names:
            on_pick(name)

    def shown() -> None:
        depth: Any = st.session_state[key].shown
        if on_depth and type(depth) is int and 0 <= depth < len(stream):
            on_depth(depth)

    head = {
        "label": label,
        "chosen": chosen,
        "row": ROW,
        "depths": len(stream),
        "limits": [tint(numbers) for numbers in stream],
        "parts": [vars(part) for part in parts],
        "guesses": [[[text, finite(prob, "probability")] for text, prob in row] for row in guesses],
        "per_second": 6,
        "autoplay": autoplay,
        "texts": {**translated(TEXTS), **translated(_TEXTS)},
    }
    _mount(key=key, data=packed(head, np.asarray(stream, "<f4")), on_picked_change=picked, on_shown_change=shown)
