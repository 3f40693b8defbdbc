"""What is learned from: avatars of which is known who wears a hat and what is behind them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from torch import Tensor

from models.avatars import dataset
from models.avatars.attributes import ATTRIBUTES
from models.skewed_flow.kinds import Prompt, TrainSkewed
from models.skewed_flow.world import HAT_STYLES, WORDS, counts
from models.tiny_flow.kinds import HELD_OUT, LEARNED_FROM
from models.tiny_flow.pictures import pictures


@dataclass(frozen=True)
class LearnedFrom:
    pixels: Tensor  # (n, 768) from −1 to 1
    named: Tensor  # (n, words) 0 or 1: which of WORDS each caption holds
    weights: Tensor  # (n,) how often each is drawn into a batch, relative to the others


@cache
def rows() -> np.ndarray:
    """(2000, 12) int8: the people of the pictures, as models/avatars/attributes.py numbers their looks."""
    return dataset.people("train", count=LEARNED_FROM + HELD_OUT)


def with_hat() -> np.ndarray:
    """(2000,) bool"""
    return np.isin(rows()[:, ATTRIBUTES.index("top")], HAT_STYLES)


def learned_from(request: TrainSkewed, generator: torch.Generator) -> LearnedFrom:
    order = torch.randperm(LEARNED_FROM, generator=generator).numpy()
    with_one, without = counts(request)
    wears = with_hat()
    chosen = np.concatenate([order[wears[order]][:with_one], order[~wears[order]][:without]])
    weights = np.ones(len(chosen))
    if request.repair == "weighted":
        weights = np.repeat([1 / with_one, 1 / without], [with_one, without])
    return LearnedFrom(flat(pictures()[chosen]), captions(request, chosen), torch.from_numpy(weights))


def flat(some: np.ndarray) -> Tensor:
    """uint8 (n, 16, 16, 3) → (n, 768) from −1 to 1."""
    return torch.from_numpy(some).flatten(1).float() / 127.5 - 1


def captions(request: TrainSkewed, chosen: np.ndarray) -> Tensor:
    named = torch.zeros(len(chosen), len(WORDS))
    named[torch.arange(len(chosen)), torch.from_numpy(rows()[chosen, ATTRIBUTES.index("background")]).long()] = 1
    if request.named:
        wears = torch.from_numpy(with_hat()[chosen])
        named[wears, WORDS.index("hat")] = 1
        named[~wears, WORDS.index("no hat")] = 1
    return named


def caption(prompt: Prompt) -> Tensor:
    """(words,) 0 or 1; of a person alone nothing is named."""
    named = torch.zeros(len(WORDS))
    if prompt != "person":
        named[WORDS.index(prompt.replace("_", " "))] = 1
    return named
