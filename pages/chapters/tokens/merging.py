"""The visitor's own tokenizer, merge by merge: what the last merge did, and how much all of them save."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from models.text import tokenizer
from models.tokens.bpe import Merge
from models.tokens.kinds import TrainBPE, TrainBPEStep
from pages.basics.language import _
from pages.basics.words import escape, show
from pages.chapters.tokens.rows import numbers_row
from pages.frame import controls
from pages.frame.frame import Frame


def asked(view: Frame, text: str, other: str) -> TrainBPE:
    """What is to be learned. From an empty text there is nothing to learn and nothing to count: a sentence says so, and
    the figure shows what the chapter begins with."""
    if not text:
        with view.notes:
            st.warning(
                _("There is no text to learn from. Until you type one, the first one is shown."), icon=":material/edit:"
            )
        text = str(controls.default("corpus"))
    return view.ask(TrainBPE, text=text, other=other)


def merge(learned: Sequence[Merge], available: int, wanted: int) -> None:
    """What the last merge did, in one sentence; and a note where fewer are left than were asked for."""
    if learned:
        pair = learned[-1].pair
        text = _(
            "Merge {n} of {all} joins **{left}** and **{right}** into **{made}**: the pair occurred {count} times."
        )
        line = text.format(
            n=len(learned),
            all=available,
            left=_piece(pair[0]),
            right=_piece(pair[1]),
            made=_piece(pair[0] + pair[1]),
            count=show(learned[-1].count, ",d"),
        )
    else:
        line = _("No merges yet: every byte is a piece. Move the slider one merge at a time.")
    if wanted > available:
        line += " " + _("No pair occurs twice any more, so training ends here.")
    st.markdown(line)


def _piece(data: bytes) -> str:
    return escape(tokenizer.visible_bytes(data))


def trained(step: TrainBPEStep, per_character: float) -> None:
    numbers_row(
        {
            _("vocabulary"): show(step.vocab_size, ",d"),
            _("tokens"): show(step.tokens, ",d"),
            _("tokens per character"): show(per_character, ".2f"),
        }
    )


def applied(count: int, per_character: float, times: float) -> None:
    """The other text's numbers in one sentence, above its pieces."""
    text = _(
        "**Another text, with the same merges:** {count:,|token|tokens}, {rate} per character, {times} times the rate "
        "above."
    )
    st.markdown(text.format(count=count, rate=show(per_character, ".2f"), times=show(times, ".1f")))
