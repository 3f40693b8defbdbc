"""Controls of Tokens, in the order of its tabs: the visitor's text, 16 languages, a tokenizer of the visitor's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.engine.limits import Choices, Range
from models.engine.requests import Checked
from models.engine.translation import N_
from models.tokens.kinds import Tokens, TrainBPE
from pages.chapters.tokens.languages import LANGUAGES
from pages.frame.control import Control

SHOW = {"pieces": N_("Your text"), "languages": N_("16 languages"), "training": N_("Train your own")}
COMPARE = {"characters": N_("Characters"), "bytes": N_("Bytes")}
MEASURE = {"english": N_("times English"), "character": N_("tokens per character"), "byte": N_("tokens per byte")}


@dataclass(frozen=True, kw_only=True, slots=True)
class TokensView(Checked):
    """What the figures show. No model sees it, so changing it runs nothing."""

    show: Literal["pieces", "languages", "training"] = "pieces"
    compare: Literal["characters", "bytes"] = "characters"
    token: Annotated[int, Range(1, 4096)] = 3
    """The token inspected, counted from 1."""
    measure: Literal["english", "character", "byte"] = "english"
    language: Annotated[str, Choices(LANGUAGES)] = "Hindi"
    merges: Annotated[int, Range(0, 200)] = 43


ROWS = (
    Control("show", TokensView, "show", N_("Show"), names=SHOW, everywhere=True),
    Control("sentence", Tokens, "text", N_("Your text"),
            N_("Any text, in any script. It is split as you type."), live=True, everywhere=True),
    Control("compare", TokensView, "compare", N_("Also split into"),
            N_("The two simplest tokenizers."), COMPARE, everywhere=True),
    Control("token", TokensView, "token", N_("Token to inspect"),
            N_("Counted from 1. You can also click a token."), everywhere=True),
    Control("measure", TokensView, "measure", N_("Length of the bars"),
            N_("How the languages are compared."), MEASURE, everywhere=True),
    Control("language", TokensView, "language", N_("Language"),
            N_("The language whose tokens are shown. You can also click a bar."), everywhere=True),
    Control("merges", TokensView, "merges", N_("Merges"),
            N_("How many merges are made. Arrow keys move one merge at a time."), everywhere=True),
    Control("corpus", TrainBPE, "text", N_("Text to learn from"),
            N_("Paste any text. Ctrl+Enter runs it, on a Mac ⌘+Enter, on a phone **Go**."), everywhere=True),
    Control("other", TrainBPE, "other", N_("Another text"),
            N_("Split with the same merges, but not learned from."), everywhere=True),
)  # fmt: skip
