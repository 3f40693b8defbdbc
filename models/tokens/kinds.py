"""What the tokenizer can be asked for, and what it answers. No model runs for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from models.engine.limits import Range
from models.engine.requests import Request
from models.engine.steps import Step
from models.text.kinds import SENTENCE
from models.text.prompt import Prompt

LONG_TEXT = Prompt(4096, empty=True, host_limited=False)  # no model reads it


@dataclass(frozen=True, kw_only=True, slots=True)
class Tokens(Request):
    """The pieces, ids and bytes of a text (byte-pair encoding, Sennrich et al., arXiv:1508.07909)."""

    kind: ClassVar[str] = "tokens"
    family: ClassVar[str] = "tokens"
    text: Annotated[str, LONG_TEXT] = "The cat unbelievably ate 2026 strawberries 🍓"


# How Lewis Carroll, "Alice's Adventures in Wonderland", 1865, begins.
_ALICE = (
    "Alice was beginning to get very tired of sitting by her sister on the bank, and of having nothing to do: "
    "once or twice she had peeped into the book her sister was reading, but it had no pictures or conversations "
    "in it, “and what is the use of a book,” thought Alice “without pictures or conversations?” So she was "
    "considering in her own mind (as well as she could, for the hot day made her feel very sleepy and stupid), "
    "whether the pleasure of making a daisy-chain would be worth the trouble of getting up and picking the "
    "daisies, when suddenly a White Rabbit with pink eyes ran close by her."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainBPE(Request):
    """Byte-pair encoding learned from a text, one merge per step, and what it does to a second text.

    Source: Sennrich et al., arXiv:1508.07909. It ends early once no pair of pieces occurs twice.
    """

    kind: ClassVar[str] = "train-bpe"
    family: ClassVar[str] = "tokens"
    text: Annotated[str, LONG_TEXT] = _ALICE
    other: Annotated[str, LONG_TEXT] = "All human beings are born free and equal in dignity and rights."
    """Split with the same merges, but not learned from."""
    n_merges: Annotated[int, Range(0, 200)] = 200


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class TokensStep(Step):
    input_ids: np.ndarray  # (n,) int64


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class TrainBPEStep(Step):
    """The tokenizer after one more merge; the first step is the state before any."""

    left: np.ndarray  # (bytes,) uint8, the first piece of the pair that this merge joins; empty in the first step
    right: np.ndarray  # (bytes,) uint8
    count: int  # how often the pair occurred in the text; 0 in the first step
    vocab_size: int  # 256 bytes and the merges so far
    tokens: int  # pieces of the text with the merges so far
    other_tokens: int  # the same for the other text


@dataclass(frozen=True, kw_only=True, slots=True)
class CountBytes(Request):
    """How surprised a counting machine is by each byte of a text: n-grams of single bytes, six at most, counted in
    Melville's "Moby-Dick" (models/ngrams). No network, another tokenizer than SmolLM2's."""

    kind: ClassVar[str] = "count-bytes"
    family: ClassVar[str] = "tokens"
    text: Annotated[str, Prompt(256)] = SENTENCE


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CountBytesStep(Step):
    nats: np.ndarray  # (bytes,) float64, −ln p of each byte after the up to five before it
