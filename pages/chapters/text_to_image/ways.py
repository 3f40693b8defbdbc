"""A text that is no caption: what the reader writes for it, and which word said what."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.avatars.wordings import words
from models.diffusion import reader
from pages.basics.language import _
from pages.basics.words import escape, fill, show
from pages.figures.attributes import LABELS

SAME = ("red hair, smile", "ginger hair, grinning", "SMILE, RED HAIR", "rote Haare, Lächeln")


def say(typed: str, drawn: str) -> None:
    """What is drawn in place of what was typed, where the two differ."""
    if typed != drawn and reader.as_caption(typed) == drawn:
        sentence = _("Your text is no caption, so the reader wrote one for it: **{caption}**.")
        st.info(sentence.replace("{caption}", escape(drawn)), icon=":material/spellcheck:")


def draw(typed: str) -> None:
    """Four ways to say one thing, and the words of the visitor's own text or of the first of them."""
    captions = [reader.as_caption(text) for text in SAME]
    st.markdown(
        _(
            "The text encoder knows captions only. Tags, German, other common words and a wrong letter go through a "
            "small network first, the **reader**. It says for each word which value it asks for, and the most "
            "certain word decides; the result is written as a caption."
        )
    )
    written = {_("typed"): list(SAME), _("written by the reader"): captions}
    st.table(written, border="horizontal", hide_index=True, alt=_("What the reader writes for several texts"))
    one = _("All {n} texts become the same caption, so they give the same numbers and the same picture.")
    several = _("These {n} texts become {different} different captions.")
    different = len(set(captions))
    st.markdown(fill(one if different == 1 else several, {"n": len(SAME), "different": different}))
    read = typed if reader.as_caption(typed) != typed else SAME[0]
    said = [word for word in words(read) if word == "," or reader.known(word)]
    rows = [(word, *_most(odds)) for word, odds in zip(said, reader.evidence(said), strict=True) if word != ","]
    st.markdown(_("Word by word, “{text}”:").replace("{text}", escape(read)))
    said_most = {
        _("typed word"): [word for word, _attribute, _value, _odds in rows],
        _("speaks most for"): [f"{_(LABELS[attribute])}: {value}" for _word, attribute, value, _odds in rows],
        _("log odds (above 0: asked for)"): [show(odds, ".1f") for *_rest, odds in rows],
    }
    st.table(said_most, border="horizontal", hide_index=True, alt=_("What each word asks for"))


def _most(odds: np.ndarray) -> tuple[str, str, float]:
    best = int(odds.argmax())
    return *reader.PAIRS[best], float(odds[best])
