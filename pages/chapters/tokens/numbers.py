"""The numbers of Tokens, counted from texts and ids; no Streamlit, so that tests can count them again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from models.text import tokenizer
from models.text.architecture import SMOLLM2, architecture
from models.text.vocabulary import Vocabulary
from models.tokens import units
from models.tokens.kinds import TrainBPEStep
from pages.chapters.tokens.languages import SAMPLES, Sample


@dataclass(frozen=True)
class Size:
    characters: int  # Unicode code points
    bytes: int  # of UTF-8
    tokens: int

    @property
    def bytes_per_token(self) -> float:
        return self.bytes / self.tokens if self.tokens else math.nan

    @property
    def tokens_per_character(self) -> float:
        return self.tokens / self.characters if self.characters else math.nan

    @property
    def tokens_per_byte(self) -> float:
        return self.tokens / self.bytes if self.bytes else math.nan


def size(text: str, tokens: int) -> Size:
    return Size(len(text), len(text.encode()), tokens)


def without_token(text: str) -> int:
    """How many bytes of the text its tokens leave out: SmolLM2 has no token for 21 of the 256 bytes."""
    return tokenizer.bytes_without_token(text)


@dataclass(frozen=True)
class Cost:
    sample: Sample
    size: Size
    times_english: float
    bytes_times_english: float

    def measured(self, measure: str) -> float:
        per = {"character": self.size.tokens_per_character, "byte": self.size.tokens_per_byte}
        return per.get(measure, self.times_english)


def costs() -> tuple[Cost, ...]:
    """What the sentence costs in each language, cheapest first."""
    return _costs(tokenizer.current())


@cache
def _costs(_of: Vocabulary) -> tuple[Cost, ...]:
    sizes = [size(sample.text, tokenizer.count(sample.text)) for sample in SAMPLES]
    english = next(s for s, sample in zip(sizes, SAMPLES, strict=True) if sample.language == "English")
    unsorted = [
        Cost(sample, s, s.tokens / english.tokens, s.bytes / english.bytes)
        for sample, s in zip(SAMPLES, sizes, strict=True)
    ]
    return tuple(sorted(unsorted, key=lambda cost: cost.size.tokens))


def simpler(name: str, text: str) -> tuple[list[bytes], int]:
    """The text split by one of the two simplest tokenizers, "characters" or "bytes", and the size of its vocabulary."""
    if name == "bytes":
        return units.byte_pieces(text), units.BYTE_VOCAB_SIZE
    return units.character_pieces(text), units.CHARACTER_VOCAB_SIZE


def capitals(text: str, tokens: int) -> str:
    """The key of the right prediction: how the text's count of tokens changes in capital letters."""
    return more_or_fewer(tokens, tokenizer.count(text.upper()))


def more_or_fewer(before: int, after: int) -> str:
    """Which option of the prediction two counts of tokens confirm."""
    return "same" if after == before else "fewer" if after < before else "more" if after <= 1.5 * before else "many"


def origin(token_id: int) -> str:
    """Where a token comes from: "structure", "byte" or "merge"."""
    if tokenizer.is_special(token_id):
        return "structure"
    return "merge" if tokenizer.merges_of(token_id) else "byte"


def merge_number(token_id: int) -> int | None:
    """Which merge made the token, counted from 1; None if none did."""
    made = [] if tokenizer.is_special(token_id) else tokenizer.merges_of(token_id)
    return made[-1][2] if made else None


def characters_of(data: bytes) -> int | None:
    """How many characters the bytes are; None if they end inside one."""
    try:
        return len(data.decode())
    except UnicodeDecodeError:
        return None


def per_character(text: str, counts: Sequence[int]) -> list[float]:
    """Tokens per character for each count; NaN for a text without characters."""
    return [n / len(text) if text else math.nan for n in counts]


def pieces_of(text: str) -> str:
    """A text's tokens in one line, for a sentence: "␣unbelie · v · ably"."""
    return " · ".join(tokenizer.visible(i) for i in tokenizer.encode(text))


def lesson(text: str, ids: Sequence[int], cost: Cost) -> dict[str, Any]:
    """The values of the lesson's sentences about the visitor's text and about the languages."""
    own, context = size(text, len(ids)), architecture().context
    longest = max(ids, key=lambda i: len(tokenizer.piece_bytes(i)), default=None)
    costliest = max(costs(), key=lambda c: c.size.tokens)
    return {
        "text": text,
        "characters": own.characters,
        "bytes": own.bytes,
        "tokens": own.tokens,
        "bytes_per_token": own.bytes_per_token,
        "first": tokenizer.visible(ids[0]) if ids else "–",
        "first_id": ids[0] if ids else "–",
        "longest": "–" if longest is None else tokenizer.visible(longest),
        "longest_bytes": 0 if longest is None else len(tokenizer.piece_bytes(longest)),
        "words": len(text.split()),
        "capital_tokens": tokenizer.count(text.upper()),
        "share_of_context": len(ids) / context,
        "context": context,
        "vocab": SMOLLM2.vocab,  # the lesson tells these two of SmolLM2
        "learned": SMOLLM2.vocab - tokenizer.FIRST_MERGED_ID,
        "language": cost.sample.language,
        "language_tokens": cost.size.tokens,
        "language_bytes": cost.size.bytes,
        "times_english": cost.times_english,
        "bytes_times_english": cost.bytes_times_english,
        "english_tokens": round(cost.size.tokens / cost.times_english),
        "costliest": costliest.sample.language,
        "costliest_times": costliest.times_english,
        "costliest_tokens": costliest.size.tokens,
        "fits_english": int(context / (costliest.size.tokens / costliest.times_english)),
        "fits_costliest": context // costliest.size.tokens,
        "unbelievably": pieces_of(" unbelievably"),
        "strawberry": pieces_of("strawberry"),
        "strawberry_id": tokenizer.encode_within(" strawberry")[0],
        "the_id": tokenizer.encode_within("the")[0],
        "spaced_the_id": tokenizer.encode_within(" the")[0],
        "year": pieces_of("2026"),
        "longer_year": tokenizer.count("20260"),
    }


def lesson_of_training(
    steps: Sequence[TrainBPEStep], now: int, own: Sequence[float], other: Sequence[float]
) -> dict[str, Any]:
    """The values of the lesson's sentences about the tokenizer trained here, after merge `now`."""
    first, step = steps[min(1, len(steps) - 1)], steps[now]
    shown = {
        n: tokenizer.visible_bytes(piece.tobytes()) or "–"
        for n, piece in (("pair_left", first.left), ("pair_right", first.right))
    }
    return {
        **shown,
        "pair_count": first.count,
        "merges": now,
        "all_merges": len(steps) - 1,
        "own_vocab": step.vocab_size,
        "own_tokens": step.tokens,
        "own_start": steps[0].tokens,
        "own_rate": own[now],
        "other_rate": other[now],
        "worse": other[now] / own[now] if own[now] else math.nan,
    }
