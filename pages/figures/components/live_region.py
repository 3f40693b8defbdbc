"""Tells a screen reader what changed: a result, an answer."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.figures.components.define import define

_mount = define("live_region")


def spoken(name: str) -> DeltaGenerator:
    """A container whose text is read aloud when it changes, or comes later than the page."""
    return st.container(key=f"spoken-{name}")


def live_region() -> None:
    """Once on each page: where a screen reader hears what `spoken` containers come to hold."""
    _mount(key="live-region", data={}, width="content")
