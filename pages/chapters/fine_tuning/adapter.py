"""What was learned as a file of its own: to take along, to load into peft, and to load here again."""

from __future__ import annotations

import base64

import streamlit as st

from models.engine import Trace
from models.fine_tuning import adapter_file
from models.fine_tuning.kinds import Chat, ChatStep, FineTune
from models.text.architecture import host_model
from pages.basics import memo
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.fine_tuning.answers import strength
from pages.chapters.fine_tuning.steps import adapter, questions, request_of, texts
from pages.frame import export, running, uploads
from pages.frame.frame import Frame

USE = """\
from peft import PeftModel
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained({base!r})
model = PeftModel.from_pretrained(model, "adapter")  # the folder you unpacked the file into"""


def draw(page: Frame, trace: Trace) -> None:
    _take_along(trace)
    file = uploads.draw(
        _("An adapter file (zip)"),
        ("zip",),
        adapter_file.MOST_BYTES,
        _as_text,
        key="_fine_tuning_upload",
        icon=":material/draft:",
    )
    if file is None:
        return
    asked = "\n".join(questions(trace)) or FineTune().questions
    answered = running.aside(page.for_figure("adapter", Chat, questions=asked, adapter=file, strength=strength()))
    if answered is None:
        return
    step = answered.last
    assert isinstance(step, ChatStep)
    st.markdown(_("Answers with the update out of the file, at strength {n}:").format(n=show(strength(), "g")))
    for question, answer in zip(asked.splitlines(), texts(step.answers), strict=True):
        st.text(f"{question}\n{answer}")
    st.markdown(f":small[{export.cost(answered)}]")


def _take_along(trace: Trace) -> None:
    step = adapter(trace)
    if step is None:
        st.info(_("This run has no end, so it has no update to take along. Let it run to its end."))
        return
    request = request_of(trace)
    file = memo.of(trace, "file", lambda: adapter_file.pack(step.update, request.learning, request.rank))
    text = _(
        "The file holds the {learned:,} numbers that were learned, and nothing that could run: {size} instead of a "
        "copy of the whole model. Added into the matrices themselves, the update gives the same logits, up to "
        "{error} in a trial."
    )
    size = _("{n} MB").format(n=show(len(file) / 10**6, ".2f"))
    st.markdown(fill(text, {"learned": step.learned, "size": size, "error": show(step.merged_error, ".5f")}))
    st.download_button(_("Adapter (zip)"), file, "adapter.zip", on_click="ignore", icon=":material/download:")
    with st.expander(_("How to use it"), icon=":material/code:"):
        st.code(USE.format(base=host_model() or adapter_file.MODEL), "python")


def _as_text(data: bytes) -> str:
    """Raises InvalidRequest."""
    adapter_file.read(data)
    return base64.b64encode(data).decode()
