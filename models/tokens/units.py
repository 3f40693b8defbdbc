"""The two simplest tokenizers, for comparison with byte-pair encoding: one token per byte, one token per character.

Both give exact pieces, as SmolLM2's tokenizer does. They need no training, and their texts get long.
"""

from __future__ import annotations

BYTE_VOCAB_SIZE = 256
CHARACTER_VOCAB_SIZE = 0x110000 - 0x800  # Unicode's code points without the surrogates, which are no characters


def byte_pieces(text: str) -> list[bytes]:
    """One per byte of UTF-8: 1 for a Latin letter, 2 for most other alphabets, 3 for most of Asia, 4 for most emoji."""
    return [bytes([byte]) for byte in text.encode()]


def character_pieces(text: str) -> list[bytes]:
    """One per Unicode character. What looks like one emoji may be several characters."""
    return [character.encode() for character in text]
