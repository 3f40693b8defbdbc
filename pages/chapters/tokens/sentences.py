"""The same sentence in 16 languages: the names of the languages, and the chosen sentence."""

from __future__ import annotations

import streamlit as st

from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.tokens.languages import Sample
from pages.chapters.tokens.numbers import Cost


def name(sample: Sample) -> str:
    """A language's name and its own name for itself, isolated because some run from right to left."""
    language = _(sample.language)
    return language if sample.own_name == language else f"{language} · \u2068{sample.own_name}\u2069"


def chosen(cost: Cost) -> None:
    """The chosen sentence, its sizes and its source."""
    sizes = _(
        "{language}: **{tokens} tokens**, {times} times as many as English. {characters} characters, {bytes} bytes."
    )
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
    marks = _(
        "The line across a bar is the length in bytes: that part is due to the script, the rest to the training text."
    )
    st.markdown(f":small[{marks}]\n\n:small[{source}]")
