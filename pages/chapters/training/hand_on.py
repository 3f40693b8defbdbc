"""A trained network as a file: to keep, to train further, and to let it write beside a classmate's."""

from __future__ import annotations

import base64

import streamlit as st

from models.engine import Trace
from models.tiny_transformer import model_file
from models.tiny_transformer.kinds import Continue, LearnedStep, WrittenStep
from models.tiny_transformer.reproduce import go_on
from pages.basics import memo
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.training.steps import of_kind, request_of
from pages.frame import export, running, uploads
from pages.frame.frame import Frame


def draw(page: Frame, trace: Trace) -> None:
    learned = of_kind(trace.steps, LearnedStep)
    if not learned:
        st.info(_("This run has no end, so it has no network to take along. Let it run to its end."))
        return
    file = memo.of(trace, "file", lambda: model_file.pack(learned[0].weights, learned[0].tokenizer))
    _take_along(file)
    other = _uploaded()
    left, right = st.columns(2, gap="large")
    with left:
        _writes(page, "this", _("This network"), base64.b64encode(file).decode(), request_of(trace).beginning)
    with right:
        title = _("The network out of the file") if other else _("Until you choose a file: the shipped network")
        _writes(page, "other", title, other, request_of(trace).beginning)


def _take_along(file: bytes) -> None:
    note = _(
        "The file holds all numbers of this network and its pieces, and nothing that could run. Give it to a "
        "classmate, or train it further with the script, on a text of your choice."
    )
    st.markdown(note)
    with st.container(horizontal=True):
        st.download_button(
            _("Model (safetensors)"), file, "model.safetensors", on_click="ignore", icon=":material/download:"
        )
        st.download_button(
            _("Script that goes on training"),
            go_on(),
            "go_on.py",
            "text/x-python",
            on_click="ignore",
            icon=":material/download:",
        )


def _uploaded() -> str:
    """The file as requests hold it; "" if there is none that can be read."""
    model = uploads.draw(
        _("A classmate's model file"),
        ("safetensors",),
        model_file.MOST_BYTES,
        _as_text,
        key="_training_model_upload",
        icon=":material/draft:",
    )
    return model or ""


def _as_text(data: bytes) -> str:
    """Raises InvalidRequest."""
    model_file.read(data)
    return base64.b64encode(data).decode()


def _writes(page: Frame, name: str, title: str, model: str, beginning: str) -> None:
    """What one network writes after the same beginning, with the same seed."""
    st.markdown(f"**{title}**")
    trace = running.aside(page.for_figure(name, Continue, model=model, prompt=beginning))
    if trace is None:
        return
    step = trace.last
    assert isinstance(step, WrittenStep)
    st.text(beginning + step.continuation)
    known = fill(_("{n:,|piece|pieces} known"), {"n": step.pieces})
    st.markdown(f":small[{export.cost(trace)} · {known}]")
