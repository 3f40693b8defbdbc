"""The same sentence in 16 languages: what a language is called, and the sentence that was chosen."""

from __future__ import annotations

import streamlit as st

from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.tokens.languages import Sample
from pages.chapters.tokens.numbers import Cost


def name(sample: Sample) -> str:
    """A language's name and its own name for itself, kept apart where one runs from right to left."""
    language = _(sample.language)
    return language if sample.own_name == language else f"{language} · \u2068{sample.own_name}\u2069"


def chosen(cost: Cost) -> None:
    """The chosen sentence, its sizes and where it is from."""
    sizes = _("{language}: **{tokens} tokens**, {times} times English. {characters} characters, {bytes} bytes.")
    st.markdown(
        sizes.format(
            language=_(cost.sample.language),
            tokens=cost.size.tokens,
            times=show(cost.times_english, ".1f"),
            characters=cost.size.characters,
            bytes=cost.size.bytes,
        )
    )
    st.text(cost.sample.text)
    source = _(
        "Fixed sentences: article 1 of the Universal Declaration of Human Rights, in the United Nations' translations."
    )
    marks = _("The line across a bar is the length in bytes: that much is due to the script, the rest to the training.")
    st.markdown(f":small[{marks}]\n\n:small[{source}]")
