"""The figures of Tokens as tables: column → values."""

from __future__ import annotations

from collections.abc import Sequence

from models.text import tokenizer
from models.tokens.kinds import TrainBPEStep
from pages.basics.language import _
from pages.chapters.tokens import numbers
from pages.chapters.tokens.numbers import Cost
from pages.frame.export import Table


def tokens(ids: Sequence[int]) -> Table:
    """The figure of the visitor's text as columns."""
    data = [tokenizer.piece_bytes(i) for i in ids]
    return {
        _("token"): [tokenizer.visible(i) for i in ids],
        _("id"): list(ids),
        _("bytes (hex)"): [piece.hex(" ").upper() for piece in data],
        _("bytes"): [len(piece) for piece in data],
        _("characters"): [_text(numbers.characters_of(piece)) for piece in data],
        _("learned as merge"): [_text(numbers.merge_number(i)) for i in ids],
    }


def _text(n: int | None) -> str:
    return "–" if n is None else str(n)


def languages(costs: Sequence[Cost]) -> Table:
    return {
        _("language"): [_(c.sample.language) for c in costs],
        _("script"): [_(c.sample.script) for c in costs],
        _("tokens"): [c.size.tokens for c in costs],
        _("times English"): [round(c.times_english, 2) for c in costs],
        _("characters"): [c.size.characters for c in costs],
        _("tokens per character"): [round(c.size.tokens_per_character, 2) for c in costs],
        _("bytes"): [c.size.bytes for c in costs],
        _("tokens per byte"): [round(c.size.tokens_per_byte, 2) for c in costs],
    }


def merges(steps: Sequence[TrainBPEStep]) -> Table:
    pairs = [(step.left.tobytes(), step.right.tobytes()) for step in steps]
    return {
        _("merge"): list(range(len(steps))),
        _("left piece"): [tokenizer.visible_bytes(left) for left, _right in pairs],
        _("right piece"): [tokenizer.visible_bytes(right) for _left, right in pairs],
        _("times in the text"): [step.count for step in steps],
        _("vocabulary"): [step.vocab_size for step in steps],
        _("tokens"): [step.tokens for step in steps],
        _("tokens, other text"): [step.other_tokens for step in steps],
    }
