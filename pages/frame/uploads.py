"""A file of the visitor's: read in the run that brings it, kept for the runs that follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from models.engine.errors import InvalidRequest
from pages.frame import running

T = TypeVar("T")


def draw(
    label: str,
    types: Sequence[str],
    most_bytes: int,
    read: Callable[[bytes], T],
    *,
    key: str,
    icon: str,
    help: str = "",
) -> T | None:
    """Draws the field, and gives what `read` made of the file. None if there is no file, or one that `read` refuses
    with InvalidRequest, whose sentence is then shown. `most_bytes`: whole megabytes."""
    file = st.file_uploader(label, type=list(types), max_upload_size=most_bytes // 2**20, help=help or None, key=key)
    if file is None:
        return None
    given = _read_once(file, key, read)
    if isinstance(given, InvalidRequest):
        st.warning(running.sentence(given), icon=icon)
        return None
    return given


def _read_once(file: UploadedFile, key: str, read: Callable[[bytes], T]) -> T | InvalidRequest:
    kept: tuple[str, T | InvalidRequest] | None = st.session_state.get(f"{key}_read")
    if kept is None or kept[0] != file.file_id:
        given: T | InvalidRequest
        try:
            given = read(file.getvalue())
        except InvalidRequest as error:
            given = error
        kept = st.session_state[f"{key}_read"] = (file.file_id, given)
    return kept[1]
