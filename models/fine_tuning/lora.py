"""The low-rank update of the last layers, and its training. What the layers below give is computed once and kept.

Source: Hu et al., LoRA, arXiv:2106.09685; A is drawn and B zero as in peft's LoraConfig(lora_alpha=2·rank).
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

from models.fine_tuning.adam import Adam
from models.fine_tuning.kinds import FineTune, Plant, TuneStep
from models.fine_tuning.layers import Frozen, Pair, forward, norm, unpacked
from models.fine_tuning.matrices import NAMES
from models.text.net import Net

BATCH = 10  # examples of an update
AT_ONCE = 5  # of them: half the memory, and hardly more time
IGNORED = -100  # a target that is not learned

T = TypeVar("T")
Update = list[dict[str, Pair]]  # of each layer: each name of NAMES → A and B


@dataclass(frozen=True)
class Top:
    """The last layers, and what reads off their end; none of it learns."""

    layers: list[Frozen]
    norm: Tensor  # (width,)
    output: Tensor  # (vocab_size, width)


@dataclass(frozen=True)
class Kept:
    """A text: what enters the last layers at each token but the last, (n, width), and which token is to be learned
    after each, (n,), IGNORED for none."""

    states: Tensor
    targets: Tensor


def top_of(net: Net, layers: int) -> Top:
    """The last `layers` layers of a net."""
    chosen = [unpacked(net.config, layer) for layer in net.layers[-layers:]]
    return Top(chosen, torch.tensor(net.norm), torch.from_numpy(net.lm_head.dense()))


def drawn(top: Top, rank: int, seed: int) -> Update:
    """A uniform in ±1/√in (Kaiming's with a = √5), B zero: the update begins as no change at all."""
    generator = torch.Generator().manual_seed(seed)

    def pair(weight: Tensor) -> Pair:
        rows, columns = weight.shape
        a = (2 * torch.rand(rank, columns, generator=generator) - 1) / math.sqrt(columns)
        return a.requires_grad_(), torch.zeros(rows, rank, requires_grad=True)

    return [{name: pair(layer.weights[name]) for name in NAMES} for layer in top.layers]


def parts(update: Update) -> list[Tensor]:
    """A, then B, of each matrix in the order of NAMES, layer after layer."""
    return [part for layer in update for name in NAMES for part in layer[name]]


def set_numbers(update: Update, flat: np.ndarray) -> None:
    """Sets all A and B to these numbers, which follow each other as in `parts`."""
    numbers = torch.from_numpy(flat.astype(np.float32))
    with torch.no_grad():
        for part, values in zip(parts(update), numbers.split([part.numel() for part in parts(update)]), strict=True):
            part.copy_(values.view_as(part))


def log_probs(top: Top, update: Update, texts: Sequence[Kept], strength: float = 1) -> list[Tensor]:
    """ln p of each learned token of each text."""
    x = pad_sequence([kept.states for kept in texts], batch_first=True)
    targets = pad_sequence([kept.targets for kept in texts], batch_first=True, padding_value=IGNORED)
    for layer, learned in zip(top.layers, update, strict=True):
        x = forward(layer, x, learned, strength)
    learned_at = targets != IGNORED
    states = norm(top.layers[0].config, x[learned_at], top.norm)
    nats = F.cross_entropy(F.linear(states, top.output), targets[learned_at], reduction="none")
    return list((-nats).split(learned_at.sum(1).tolist()))


@torch.no_grad()
def mean_nats(top: Top, update: Update, texts: Sequence[Kept]) -> float:
    """Mean of −ln p over the learned tokens of all texts."""
    return -torch.cat(log_probs(top, update, texts)).double().mean().item()


def train(top: Top, update: Update, examples: Sequence[Kept], request: FineTune | Plant) -> Iterator[TuneStep]:
    """Changes the update in place, one step for each batch. Each example comes once before any comes again."""
    adam = Adam(parts(update), request.learning_rate, request.steps)
    order: list[int] = []
    rng = np.random.default_rng(request.seed)
    for number in range(1, request.steps + 1):
        start = time.perf_counter()
        if len(order) < min(BATCH, len(examples)):
            order += rng.permutation(len(examples)).tolist()
        batch, order = [examples[i] for i in order[:BATCH]], order[BATCH:]
        learned = sum(int((kept.targets != IGNORED).sum()) for kept in batch)
        loss = 0.0
        for some in batched(batch, AT_ONCE):
            nats = -torch.cat(log_probs(top, update, some)).sum() / learned
            nats.backward()  # type: ignore[no-untyped-call]
            loss += nats.item()
        norm = adam.step()
        yield TuneStep(
            passes=len(batch),
            number=number,
            loss=loss,
            gradient_norm=norm,
            milliseconds=1000 * (time.perf_counter() - start),
        )


def batched(texts: Sequence[T], count: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(texts), count):
        yield texts[start : start + count]
