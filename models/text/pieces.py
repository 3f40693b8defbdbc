"""Runs Tokens requests: no weights, no torch, so it runs in the process that asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from models.engine.families import ModelInfo
from models.engine.requests import Tokens
from models.engine.steps import TokensStep
from models.text import tokenizer


def load(progress: Callable[..., None]) -> None:
    """Reads the tokenizer's file; the tokenizer itself is a module, so there is nothing to hold."""
    tokenizer.count("")


def describe(model: None) -> ModelInfo:
    return ModelInfo(name="SmolLM2 tokenizer", sha256="", arithmetic="")


def run(model: None, request: Tokens) -> Iterator[TokensStep]:
    yield TokensStep(passes=0, input_ids=np.array(tokenizer.encode(request.text), dtype=np.int64))
