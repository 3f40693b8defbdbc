"""Continuing from a token: appends it to the text that it was likely after, and undoes that.

A click may come while the field holds another text than the one that is drawn. So nothing here carries a token from an
earlier text to a later one: a bar is appended to its own text or not at all, and a token is picked from the pass of the
text in the field.
"""

from __future__ import annotations

import streamlit as st

from models.text import tokenizer
from pages.basics.language import _
from pages.frame import controls, later, teacher

WISH, TRAIL = "draw one token", "_trail"  # the trail: a text, and the same with each token that was appended


def fixed() -> bool:
    """Whether a teacher fixed the text, so that no token can be appended."""
    return "prompt" in teacher.fixed()


def offer() -> str:
    """The tip of a bar; empty where no token can be appended."""
    return "" if fixed() else _("Append this token and continue")


def append(text: str, token_id: int) -> None:
    """Appends a token to the text whose next token it may be; for callbacks. Nothing, where the field holds another."""
    if not fixed() and _now() == text and (longer := _longer(text, token_id)):
        controls.put(prompt=longer)


def draw_if_wished(text: str, token_id: int) -> None:
    """Appends the token that was drawn after this text, if the button was pressed for it."""
    if later.granted(WISH, text) and not fixed() and (longer := _longer(text, token_id)):
        later.put(prompt=longer)


def _longer(text: str, token_id: int) -> str | None:
    """The text with the token, which can be taken back. A token that is only a part of a character, which no text field
    can hold, is refused in a sentence."""
    piece = tokenizer.piece_bytes(token_id).decode("utf-8", errors="replace")
    if "\ufffd" in piece:
        st.toast(_("This token is part of a character; a text field cannot hold it. Pick a different one."))
        return None
    trail: list[str] = st.session_state.setdefault(TRAIL, [text])
    if trail[-1] != text:  # typed since: nothing before it is returned to
        trail[:] = [text]
    trail.append(text + piece)
    return trail[-1]


def _now() -> str:
    return str(controls.value("prompt"))


def go_on(text: str) -> None:
    """Two buttons: one picks a token after the text in the field; the other undoes the last one, if the field still
    holds the text that it made."""
    st.button(
        _("Pick a token at random"),
        type="primary",
        icon=":material/casino:",
        on_click=lambda: later.wish(WISH, _now()),
        disabled=fixed(),
    )
    if _can_undo(text):
        st.button(_("Undo"), on_click=_undo, icon=":material/undo:")


def _can_undo(text: str) -> bool:
    trail: list[str] = st.session_state.get(TRAIL, [])
    return len(trail) > 1 and trail[-1] == text


def _undo() -> None:
    """Never over a text that was typed since."""
    if not fixed() and _can_undo(_now()):
        trail: list[str] = st.session_state[TRAIL]
        trail.pop()
        controls.put(prompt=trail[-1])
