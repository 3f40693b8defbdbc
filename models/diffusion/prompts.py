"""Prompts of the text-to-image model: tokens, what it can't read, what its world lacks. No torch: pages import it.

The vocabulary is learned from captions: every word of the illustrated world is one token, any other word is spelled in
pieces that the model has hardly seen, so it can't draw it. A character outside the alphabet has no token at all.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tokenizers import Tokenizer

from models.avatars.captions import VOCABULARY, words

MAX_TOKENS = 48  # the start and the end token included
ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyz0123456789,.-!?' \t\n")
_FILE = Path(__file__).parent / "weights" / "pipeline" / "tokenizer" / "tokenizer.json"


@dataclass(frozen=True)
class Piece:
    text: str  # as written in the prompt
    token_id: int
    start: int  # characters in the prompt
    end: int


@cache
def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(_FILE))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def pieces(prompt: str) -> list[Piece]:
    """The tokens between the start and the end token."""
    encoding = _tokenizer().encode(prompt, add_special_tokens=False)
    rows = zip(encoding.ids, encoding.offsets, strict=True)
    return [Piece(prompt[start:end], token_id, start, end) for token_id, (start, end) in rows]


def visible(token_id: int) -> str:
    """A token as written in the vocabulary, where "</w>" ends a word."""
    return str(_tokenizer().id_to_token(token_id))


def count(prompt: str) -> int:
    """Tokens with the start and the end token: at most MAX_TOKENS fit."""
    return len(_tokenizer().encode(prompt, add_special_tokens=False).ids) + 2


def unreadable(prompt: str) -> list[str]:
    """Characters without a token, in order, each once. (The tokenizer would read each as the end of the prompt.)"""
    return list(dict.fromkeys(c for c in prompt if c.lower() not in ALPHABET))


def unknown_words(prompt: str) -> list[str]:
    """Words that no caption has, in order, each once: training never showed what they mean."""
    return list(dict.fromkeys(w for w in words(prompt) if w not in VOCABULARY))
