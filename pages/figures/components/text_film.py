"""Texts that grew out of each other, one a frame, played like a film: what a network writes while it learns, say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from models.engine.translation import N_
from pages.figures.components.define import define, translated
from pages.figures.components.player import TEXTS

_mount = define("text_film")


Part = tuple[Literal["given", "written", "marked"], str]


@dataclass(frozen=True, kw_only=True)
class TextFrame:
    """The parts of a text, and a line that says what it is."""

    parts: Sequence[Part]
    value: str


def text_film(
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
    """Draws one text, with a slider, play, one step back and forward. `mark`: what the marked stretches are, for the
    legend. `at`, `autoplay` and `on_show` are as picture_film has them. Raises ValueError if there
    is no frame."""
    if not frames:
        raise ValueError("A film of no text cannot be played.")

    def on_shown() -> None:
        frame: Any = st.session_state[key].shown
        if type(frame) is int and 0 <= frame < len(frames):
            on_show(frame)

    data = {
        "label": label,
        "frames": [{"parts": frame.parts, "value": frame.value} for frame in frames],
        "mark": mark,
        "at": max(0, min(len(frames) - 1, at)),
        "per_second": per_second,
        "autoplay": autoplay,
        "texts": {**translated(TEXTS), **translated({"frame": frame_name, "text": N_("The text so far")})},
    }
    _mount(key=key, data=data, on_shown_change=on_shown)
