"""A text of the visitor's to learn from, pasted or out of a file. It is kept for the visit, and in no link."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from models.engine.errors import InvalidRequest
from models.stories.own_text import LEAST, MOST, MOST_BYTES, read_file
from pages.basics.language import _
from pages.basics.words import fill
from pages.frame import running

KEPT = "_training_file"  # the file that was read, and its text or what is wrong with it


def draw() -> str:
    """Draws both fields. The file's text if there is one that can be read, else what was pasted."""
    note = _(
        "From {least:,} to {most:,} characters. It is kept for this visit only. A link can't hold it: who opens the "
        "link is asked for a text of their own."
    )
    pasted = str(
        st.text_area(
            _("Your own text"),
            height=120,
            key="_training_text",
            help=fill(note, {"least": LEAST, "most": MOST}),
            persist_state="session",
        )
    )
    file = st.file_uploader(
        _("Or a file, .txt or .docx"), type=["txt", "docx"], max_upload_size=MOST_BYTES // 2**20, key="_training_upload"
    )
    if file is not None:
        try:
            return _read_once(file)
        except InvalidRequest as error:
            st.warning(running.sentence(error), icon=":material/draft:")
    return pasted


def _read_once(file: UploadedFile) -> str:
    """Raises InvalidRequest."""
    kept = st.session_state.get(KEPT)
    if kept is None or kept[0] != file.file_id:
        text: str | InvalidRequest
        try:
            text = read_file(file.getvalue())
        except InvalidRequest as error:
            text = error
        kept = st.session_state[KEPT] = (file.file_id, text)
    if isinstance(kept[1], InvalidRequest):
        raise kept[1]
    return str(kept[1])
