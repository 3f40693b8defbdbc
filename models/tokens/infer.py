"""Runs Tokens and TrainBPE requests: no weights, no torch, so they run in the process that asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.steps import Step
from models.text import tokenizer
from models.tokens import bpe
from models.tokens.kinds import Tokens, TokensStep, TrainBPE, TrainBPEStep


def load(progress: Callable[..., None]) -> None:
    """Reads the tokenizer's file; the tokenizer itself is a module, so there is nothing to return."""
    tokenizer.count("")


def describe(model: None, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name="SmolLM2 tokenizer", sha256="", arithmetic="")


def tokens(model: None, request: Tokens) -> Iterator[Step]:
    yield TokensStep(passes=0, input_ids=np.array(tokenizer.encode(request.text), dtype=np.int64))


def train_bpe(model: None, request: TrainBPE) -> Iterator[TrainBPEStep]:
    merges = bpe.train(request.text, request.n_merges)
    lengths = zip(bpe.lengths(request.text, merges), bpe.lengths(request.other, merges), strict=True)
    for n, (tokens, other_tokens) in enumerate(lengths):
        left, right = merges[n - 1].pair if n else (b"", b"")
        yield TrainBPEStep(
            passes=0,
            left=np.frombuffer(left, np.uint8),
            right=np.frombuffer(right, np.uint8),
            count=merges[n - 1].count if n else 0,
            vocab_size=256 + n,
            tokens=tokens,
            other_tokens=other_tokens,
        )


RUNS = {Tokens: tokens, TrainBPE: train_bpe}
