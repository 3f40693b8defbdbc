"""A run as a film of pictures: several named lanes side by side, one slider for all of them.

picture_film(
    [PictureLane(title="x_t", frames=[png, …], captions=["noise alone", …], pixels=True), …],
    ["step 1 of 20 · t = 999 · signal 0 %", …],
    key="film", label="From noise to a picture",
)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from models.engine.translation import N_
from pages.figures.components.define import define, packed, translated
from pages.figures.components.player import TEXTS

_mount = define("picture_film")


@dataclass(frozen=True, kw_only=True)
class PictureLane:
    """One row of frames: PNG files, and for each a caption that says what it is; with the title it is the alt text."""

    title: str
    frames: Sequence[bytes]
    captions: Sequence[str]
    leads: str = ""  # the sign between this picture and the next, if any
    pixels: bool = False  # drawn as squares (latents, noise, maps); otherwise smoothed


def picture_film(
    lanes: Sequence[PictureLane],
    values: Sequence[str],
    *,
    key: str,
    label: str,
    at: int = 0,
    autoplay: bool = False,
    per_second: float = 4,
    frame_name: str = N_("Step"),
    on_show: Callable[[int], None] | None = None,
) -> None:
    """Draws the lanes at one frame, with a slider, play, one step back and forward; arrow keys step it too.

    values: one line for each frame, shown above the slider. `at` is the frame shown at first, counted from 0; negative
    from the end. It moves the film later only when it changes to another frame than the browser last told.
    Playing and scrubbing need no server. With `on_show`, the frame is told to Python once the visitor has let go of
    the slider, stepped, paused, or let it play to its end; callbacks run before the script, so it may set a control.
    `autoplay` plays it once when it comes into view, but not under reduced motion: then it stands at its last frame.
    """
    count = len(values)
    if not count or not lanes or any(len(lane.frames) != count or len(lane.captions) != count for lane in lanes):
        raise ValueError(f"Each lane of a film of {count} values has a frame and a caption for each; and one at least.")

    def on_shown() -> None:
        frame: Any = st.session_state[key].shown
        if on_show and type(frame) is int and 0 <= frame < count:
            on_show(frame)

    head = {
        "label": label,
        "lanes": [
            {"title": lane.title, "leads": lane.leads, "captions": list(lane.captions), "pixels": lane.pixels}
            for lane in lanes
        ],
        "values": list(values),
        "at": max(0, min(count - 1, at + count if at < 0 else at)),
        "per_second": per_second,
        "autoplay": autoplay,
        "tells": on_show is not None,
        "texts": {**translated(TEXTS), **translated({"frame": frame_name})},
    }
    _mount(key=key, data=packed(head, *(frame for lane in lanes for frame in lane.frames)), on_shown_change=on_shown)
