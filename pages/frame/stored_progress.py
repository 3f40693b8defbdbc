"""Progress outlives the visit: it is kept in the visitor's browser, and nowhere else."""

from __future__ import annotations

import secrets

import streamlit as st

from pages.figures.components.kept import kept
from pages.frame import progress


def keep() -> None:
    """Lets the browser keep what has been done so far, and takes in once what it kept before this visit. Call it after
    the page: by then this run is noted, and what comes back interrupts no first figure."""
    visit = st.session_state.setdefault("_visit", secrets.token_hex(8))
    kept(progress.record(), visit, st.session_state.get("_emptied", 0), _take_in)


def _take_in(raw: object) -> None:
    """Callback, with whatever the browser holds."""
    before = progress.read(raw)
    progress.add(before)
    for slug, old in before.items():
        if old.guess and st.session_state.get(f"_guess_{slug}") is None:
            st.session_state[f"_guess_{slug}"] = old.guess


def empty() -> None:
    """Callback: forgets everything, here and in the browser."""
    for slug in progress.all_of_them():
        st.session_state.pop(f"_guess_{slug}", None)
    progress.empty()
    st.session_state["_emptied"] = st.session_state.get("_emptied", 0) + 1
