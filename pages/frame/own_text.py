"""A text of the visitor's to learn from, pasted or out of a file. It is kept for the visit, and in no link."""

from __future__ import annotations

import streamlit as st

from models.stories.own_text import LEAST, MOST, MOST_BYTES, read_file
from pages.basics.language import _
from pages.basics.words import fill
from pages.frame import uploads


def draw(chapter: str) -> str:
    """Draws both fields. The file's text if there is one that can be read, else what was pasted."""
    note = _(
        "From {least:,} to {most:,} characters. It is kept for this visit only. A link can't hold it: who opens the "
        "link is asked for a text of their own."
    )
    pasted = str(
        st.text_area(
            _("Your own text"),
            height=120,
            key=f"_{chapter}_text",
            help=fill(note, {"least": LEAST, "most": MOST}),
            persist_state="session",
        )
    )
    from_file = uploads.draw(
        _("Or a file, .txt or .docx"),
        ("txt", "docx"),
        MOST_BYTES,
        read_file,
        key=f"_{chapter}_upload",
        icon=":material/draft:",
    )
    return pasted if from_file is None else from_file
