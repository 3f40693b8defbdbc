"""What a hidden Markov model sounds like: a recording, since the voice's model is no part of the app."""

from __future__ import annotations

import streamlit as st

from pages.basics.language import ASSETS, _

RECORDING = ASSETS / "samples" / "hmm-voice.mp3"  # its licence and how it was made: hmm-voice.md beside it
SAYS = (
    "I am a hidden Markov model. For each sound of this sentence I pass through a few hidden states, and each of them "
    "says how the sound should be."
)


def draw() -> None:
    st.markdown(f"**{_('Hidden Markov models spoke, too')}**")
    st.markdown(
        _(
            "Computers also *spoke* with such models, as this one does. It learned from recordings of one speaker; its "
            "states give the pitch and colour of each moment of sound instead of a piece of a word."
        )
    )
    st.audio(RECORDING)
    st.markdown(_("It says, in English:"))
    st.text(SAYS)
    note = _(
        "**Prepared**: recorded once with Festival and the voice cmu\\_us\\_slt\\_arctic\\_hts, © 2003 Carnegie Mellon "
        "University, free to use."
    )
    st.markdown(f":small[{note}]")
