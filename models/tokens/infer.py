"""Runs Tokens and TrainBPE requests: no weights, no torch, so they run in the process that asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.single_flight import single_flight
from models.engine.steps import Step
from models.engine.translation import N_
from models.ngrams import kneser_ney
from models.stories import moby_dick
from models.text import tokenizer
from models.text.architecture import host_model, model_name
from models.tokens import bpe
from models.tokens.kinds import CountBytes, CountBytesStep, Tokens, TokensStep, TrainBPE, TrainBPEStep


def load(progress: Callable[..., None]) -> None:
    """Reads the tokenizer's file; the tokenizer itself is a module, so there is nothing to return."""
    tokenizer.count("")


def describe(model: None, request: Request | None = None) -> ModelInfo:
    name = N_("n-grams of bytes, counted in Moby-Dick") if isinstance(request, CountBytes) else _tokenizer_name(request)
    return ModelInfo(name=name, sha256="", arithmetic="")


def _tokenizer_name(request: Request | None) -> str:
    """Texts to learn merges from are split into words by SmolLM2's, whatever model runs."""
    return f"{model_name()} tokenizer" if host_model() and isinstance(request, Tokens) else "SmolLM2 tokenizer"


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


ORDER = 5  # bytes before, that the counting machine looks at


@single_flight
def machine() -> kneser_ney.KneserNey:
    return kneser_ney.fit(list(moby_dick.text().encode()), 256, ORDER)


def count_bytes(model: None, request: CountBytes) -> Iterator[CountBytesStep]:
    """The first bytes, too, are rated: by as many before them as there are."""
    counted, data = machine(), list(request.text.encode())
    first = [-np.log(counted.next(data[:i])[data[i]]) for i in range(min(ORDER, len(data)))]
    yield CountBytesStep(passes=0, nats=np.concatenate([first, counted.nats(data)]))


RUNS = {Tokens: tokens, TrainBPE: train_bpe, CountBytes: count_bytes}
