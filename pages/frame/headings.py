"""Headings that are heard and not seen: a screen reader goes from one to the next."""

from __future__ import annotations

import streamlit as st


def unseen(text: str, name: str) -> None:
    """A heading of the second level; `name` tells it from the others of the page."""
    with st.container(key=f"unseen-{name}"):
        st.header(text, anchor=False)
