"""Clouds of points in space, frame by frame, turned by pointer or by the arrow keys, drawn in the browser.

cloud(
    [Cloud(name="drawn", frames=points, colour="height")],
    ["step 0 of 20", …], ["noise: 1,024 points around the middle", …], key="film", label="From noise to a chair",
)
Arrays of one frame stand still; all others have one frame for each value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from models.engine.translation import N_
from pages.figures.components.define import define, packed, translated
from pages.figures.components.player import TEXTS

_mount = define("cloud")
Floats = NDArray[np.floating]
SCALE = 4000  # steps to 1 in what is sent; 16 bits reach to 8, where no noise comes
_TEXTS = {**TEXTS, "turn": N_("Drag to turn it, or use the arrow keys."), "low": N_("low"), "high": N_("high")}


@dataclass(frozen=True, kw_only=True)
class Cloud:
    name: str
    frames: Floats  # (frame, n, 3) or (n, 3): x, y upwards, z towards the viewer
    colour: Literal["height", "blue", "orange", "gray"]  # height: from low to high, with a scale


@dataclass(frozen=True, kw_only=True)
class Lines:
    """From each point to another one, standing still."""

    name: str
    ends: Floats  # (n, 2, 3)
    colour: Literal["gray"] = "gray"


def cloud(
    layers: Sequence[Cloud | Lines],
    values: Sequence[str],
    captions: Sequence[str],
    *,
    key: str,
    label: str,
    at: int = 0,
    autoplay: bool = False,
    per_second: float = 6,
    frame_name: str = N_("Step"),
    on_show: Callable[[int], None] | None = None,
) -> None:
    """Draws the layers at one frame, with the slider and buttons of a film where there are several.

    values: one line for each frame, shown above the slider; captions: the same frame in words for those who can't see
    it. `at`, `autoplay` and `on_show` are those of picture_film.
    """
    count = len(values)
    if not count or len(captions) != count:
        raise ValueError(f"{count} values and {len(captions)} captions: a cloud has one of each for each frame.")

    def shown() -> None:
        frame: Any = st.session_state[key].shown
        if on_show and type(frame) is int and 0 <= frame < count:
            on_show(frame)

    heads, bodies = [], []
    for layer in layers:
        array = layer.frames if isinstance(layer, Cloud) else layer.ends.reshape(-1, 3)
        frames = _frames(array, count)
        kind = type(layer).__name__.lower()
        heads.append({"kind": kind, "name": layer.name, "colour": layer.colour, "n": frames.shape[1]})
        bodies.append(frames)
    data = {
        "label": label,
        "layers": heads,
        "values": list(values),
        "captions": list(captions),
        "scale": SCALE,
        "at": max(0, min(count - 1, at + count if at < 0 else at)),
        "autoplay": autoplay,
        "per_second": per_second,
        "tells": on_show is not None,
        "texts": {**translated(_TEXTS), **translated({"frame": frame_name})},
    }
    _mount(key=key, data=packed(data, *bodies), on_shown_change=shown)


def _frames(array: Floats, count: int) -> NDArray[np.int16]:
    """(frame, n, 3) int16. Raises ValueError for numbers that cannot be drawn or a wrong count of frames."""
    frames = np.asarray(array, np.float64)
    frames = frames[None] if frames.ndim == 2 else frames
    if not np.isfinite(frames).all() or len(frames) not in (1, count):
        raise ValueError(f"{len(frames)} frames of finite numbers are wanted: one, or {count}.")
    limit = np.iinfo(np.int16)
    return np.clip(np.rint(frames * SCALE), limit.min, limit.max).astype(np.int16)
