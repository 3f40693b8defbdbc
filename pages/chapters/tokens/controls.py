"""What the figures of Tokens show. No model sees it, so changing it computes nothing anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.engine.limits import Choices, Range
from models.engine.requests import Request
from models.engine.translation import N_
from pages.chapters.tokens.languages import LANGUAGES

SHOW = {"pieces": N_("Your text"), "languages": N_("16 languages"), "training": N_("Train your own")}
COMPARE = {"characters": N_("Characters"), "bytes": N_("Bytes")}
MEASURE = {"english": N_("times English"), "character": N_("tokens per character"), "byte": N_("tokens per byte")}


@dataclass(frozen=True, kw_only=True, slots=True)
class TokensView(Request):
    show: Literal["pieces", "languages", "training"] = "pieces"
    compare: Literal["characters", "bytes"] = "characters"
    token: Annotated[int, Range(1, 4096)] = 3
    """The token whose bytes are shown, counted from 1."""
    measure: Literal["english", "character", "byte"] = "english"
    language: Annotated[str, Choices(LANGUAGES)] = "Hindi"
    merges: Annotated[int, Range(0, 200)] = 43
