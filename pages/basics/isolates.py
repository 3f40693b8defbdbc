"""Texts of visitors and models inside sentences: none changes the direction in which the rest of a sentence reads."""

from __future__ import annotations

import unicodedata

FIRST_STRONG, END = "\u2068", "\u2069"  # FSI: in the direction of its first letter; PDI: back to that of the sentence
_OPEN = ("LRI", "RLI", "FSI")
_DIRECTED = ("R", "AL", "AN", "LRE", "LRO", "RLE", "RLO", "PDF", "PDI", *_OPEN)


def isolated(text: str) -> str:
    """The text in Unicode's isolates, where it has letters or signs that could turn round what stands beside it. What
    it opens is closed within, and what it closes without having opened it is left out (Unicode annex 9)."""
    kinds = [unicodedata.bidirectional(character) for character in text]
    if not set(kinds) & set(_DIRECTED):
        return text
    depth, kept = 0, ""
    for character, kind in zip(text, kinds, strict=True):
        depth += (kind in _OPEN) - (kind == "PDI")
        if depth < 0:
            depth = 0
        else:
            kept += character
    return f"{FIRST_STRONG}{kept}{END * (depth + 1)}"
