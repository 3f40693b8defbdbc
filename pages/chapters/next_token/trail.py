"""Continuing from a token: appends it to the visitor's text, and undoes that."""

from __future__ import annotations

import streamlit as st

from models.text import tokenizer
from pages.basics.language import _
from pages.frame import controls, teacher


def fixed() -> bool:
    """Whether a teacher fixed the text, so that no token can be appended."""
    return "prompt" in teacher.fixed()


def offer() -> str:
    """The tip of a bar; empty where no token can be appended."""
    return "" if fixed() else _("Append this token and continue")


def append(token_id: int) -> None:
    """Appends a token's text to the prompt; for callbacks. A token that is only a part of a character, which no text
    field can hold, is refused in a sentence."""
    if fixed():
        return
    before = str(st.session_state.get("prompt", controls.default("prompt")))
    piece = tokenizer.piece_bytes(token_id).decode("utf-8", errors="replace")
    if "\ufffd" in piece:
        st.toast(_("This token is part of a character; a text field cannot hold it. Pick a different one."))
        return
    st.session_state.setdefault("_trail", []).append(before)
    controls.put(prompt=before + piece)


def go_on(token_id: int) -> None:
    """Two buttons: one appends a token picked at random; the other undoes the last one, if there is one."""
    st.button(
        _("Pick a token at random"),
        type="primary",
        icon=":material/casino:",
        on_click=append,
        args=(token_id,),
        disabled=fixed(),
    )
    if st.session_state.get("_trail"):
        st.button(_("Undo"), on_click=_undo, icon=":material/undo:")


def _undo() -> None:
    controls.put(prompt=st.session_state["_trail"].pop())
