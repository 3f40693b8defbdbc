"""The visitor's text: its sizes, where its tokens are in the vocabulary, and two simpler tokenizers."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from models.engine import Trace
from models.text import tokenizer
from models.text.prompt import Prompt
from pages.basics import memo, theme
from pages.basics.language import _, fitting
from pages.basics.words import show
from pages.chapters.tokens import charts, numbers
from pages.chapters.tokens.numbers import Size
from pages.chapters.tokens.rows import numbers_row
from pages.frame import controls, registry
from pages.frame.frame import Frame


def sizes(size: Size) -> None:
    numbers_row(
        {
            fitting(size.characters, (_("character"), _("characters"))): show(size.characters, ",d"),
            fitting(size.bytes, (_("byte"), _("bytes"))): show(size.bytes, ",d"),
            fitting(size.tokens, (_("token"), _("tokens"))): show(size.tokens, ",d"),
            _("bytes per token"): show(size.bytes_per_token, ".2f"),
        }
    )


def without_token(text: str) -> None:
    """A note where the tokenizer drops bytes, and one for an empty text."""
    if not text:
        st.markdown(_("An empty text has no tokens. Type something above."))
    if n := numbers.without_token(text):
        st.warning(
            _("{n:,|byte has|bytes have} no token: this tokenizer drops what has none.").format(n=n),
            icon=":material/backspace:",
        )


def vocabulary(page: Frame, trace: Trace, ids: Sequence[int], chosen: int | None) -> None:
    """Where the text's tokens are in the vocabulary."""
    palette, size = theme.palette(), show(tokenizer.vocab_size, ",d")
    page.figure(
        memo.of(
            trace,
            ("vocabulary", chosen, palette),
            lambda: charts.vocabulary(ids, [tokenizer.visible(i) for i in ids], chosen, palette),
        ),
        key="vocabulary",
        alt=_("Where your tokens are among the {n} of the vocabulary, by id.").format(n=size),
        table_elsewhere=True,
    )


def compared(name: str, count: int, vocab_size: int, size: Size) -> None:
    """One sentence on the simpler tokenizer beside the model's."""
    texts = {
        "characters": _(
            "One token per **character**: {count:,|token|tokens}, {times} times as many. Unicode has room for "
            "{vocab} characters (about 160,000 are in use), and each would need its own token."
        ),
        "bytes": _(
            "One token per **byte**: {count:,|token|tokens}, {times} times as many, with a vocabulary of {vocab}."
        ),
    }
    times = count / size.tokens if size.tokens else float("nan")
    st.markdown(texts[name].format(count=count, times=show(times, ".1f"), vocab=show(vocab_size, ",d")))


def onward(text: str, count: int) -> None:
    """A link that takes the text along to the next chapter, if it fits there."""
    limit = controls.of("prompt").limit
    if isinstance(limit, Prompt) and 0 < count <= limit.max_tokens:
        st.page_link(
            registry.chapter("next-token").file,
            label=_("What comes next?"),
            icon=":material/arrow_forward:",
            query_params={"prompt": text},
        )
