"""Texts that grew out of each other, one a frame, played like a film: what a network writes while it learns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from models.engine.translation import N_
from pages.figures.components.define import define, translated
from pages.figures.components.player import TEXTS

_mount = define("text_film")


@dataclass(frozen=True, kw_only=True)
class TextFrame:
    """A text in three parts, of which the middle one is marked (it may be empty), and a line that says what it is."""

    before: str
    marked: str
    after: str
    value: str


def text_film(
    given: str,
    frames: Sequence[TextFrame],
    *,
    mark: str,
    key: str,
    label: str,
    at: int = 0,
    autoplay: bool = False,
    per_second: float = 1,
    frame_name: str = N_("Text"),
    on_show: Callable[[int], None],
) -> None:
    """Draws one text after what was given, with a slider, play, one step back and forward. `mark`: what the marked
    stretch is, for the legend. `at`, `autoplay` and `on_show` are as picture_film has them. Raises ValueError if there
    is no frame."""
    if not frames:
        raise ValueError("A film of no text cannot be played.")

    def on_shown() -> None:
        frame: Any = st.session_state[key].shown
        if type(frame) is int and 0 <= frame < len(frames):
            on_show(frame)

    data = {
        "label": label,
        "given": given,
        "frames": [[frame.before, frame.marked, frame.after, frame.value] for frame in frames],
        "mark": mark,
        "at": max(0, min(len(frames) - 1, at)),
        "per_second": per_second,
        "autoplay": autoplay,
        "texts": {**translated(TEXTS), **translated({"frame": frame_name, "text": N_("The text so far")})},
    }
    _mount(key=key, data=data, on_shown_change=on_shown)
