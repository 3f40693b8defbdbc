"""Going on from a token: appends it to the visitor's text, and takes it back."""

from __future__ import annotations

import streamlit as st

from models.text import tokenizer
from pages.ui import controls, teacher
from pages.ui.language import _


def append(token_id: int) -> None:
    """Appends a token's text to the prompt; for callbacks. A token that is only a part of a character, which no text
    field can hold, is refused in a sentence."""
    if "prompt" in teacher.locked() or "prompt" in teacher.hidden():
        return
    before = str(st.session_state.get("prompt", controls.default("prompt")))
    piece = tokenizer.piece_bytes(token_id).decode("utf-8", errors="replace")
    if "\ufffd" in piece:
        st.toast(_("This token is part of a character; a text field cannot hold it. Take another one."))
        return
    st.session_state.setdefault("_trail", []).append(before)
    controls.put(prompt=before + piece)


def undo() -> None:
    """A button that takes the last appended token back; drawn only when there is one."""
    if st.session_state.get("_trail"):
        st.button(_("Take it back"), width="stretch", on_click=_undo, icon=":material/undo:")


def _undo() -> None:
    controls.put(prompt=st.session_state["_trail"].pop())
