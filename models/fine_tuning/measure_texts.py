"""The texts on which a change is measured, as token ids, and from which one on each is rated."""

from __future__ import annotations

from models.fine_tuning.tasks import CAPITALS, OTHER_TEXT
from models.text import tokenizer


def capital_texts() -> list[tuple[list[int], int]]:
    """For each country the capital, then the other city: ids of the question and the answer, and where its name is."""
    texts = []
    for country, *cities in CAPITALS:
        begun = tokenizer.chat(f"What is the capital of {country}?") + tokenizer.encode_within(
            f"The capital of {country} is"
        )
        texts += [(begun + tokenizer.encode_within(f" {city}"), len(begun)) for city in cities]
    return texts


def other_text() -> tuple[list[int], int]:
    """Ids of the text that perplexity is measured on; nothing comes before its first token, which is not rated."""
    return tokenizer.encode(OTHER_TEXT), 1
