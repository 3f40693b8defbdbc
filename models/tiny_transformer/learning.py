"""One update: a batch, its gradient, the change. Optimisers are torch's own."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from models.engine.errors import NotFinite
from models.tiny_transformer import data, net
from models.tiny_transformer.kinds import Train
from models.tiny_transformer.net import Weights

ROWS = 8  # windows in a batch
WARM_UP = 50  # updates
LOWEST = 0.05  # of the learning rate at the end, as a share of the highest
MOMENTUM, BETAS, DECAY = 0.9, (0.9, 0.98), 0.05
LONGEST = 1.0  # of a clipped gradient

Logits = Callable[[Weights, Tensor], Tensor]  # numbers and (rows, n) ids → (rows, n, pieces)


@dataclass
class Learner:
    """The state of a run, of this transformer or of another network of pieces."""

    request: Train
    data: data.Data
    weights: Weights
    optimizer: torch.optim.Optimizer
    generator: torch.Generator  # of the batches
    logits: Logits = net.logits
    number: int = 0  # updates so far
    gradient_norm: float = 0.0  # of the last one, before clipping
    learning_rate: float = 0.0  # of the last one

    def gradient(self) -> tuple[Tensor, Tensor]:
        """A new batch, (ROWS, n + 1) ids, and its loss; its gradient is at the weights, not clipped."""
        windows = data.batch(self.data.train, ROWS, self.generator)
        loss = net.nats(self.weights, windows, self.logits).mean()
        self.optimizer.zero_grad()
        loss.backward()
        return windows, loss.detach()

    def change(self) -> None:
        """Moves all numbers, as the optimiser makes it of the gradient."""
        most = LONGEST if self.request.clip else math.inf
        self.gradient_norm = torch.nn.utils.clip_grad_norm_(list(self.weights.values()), most).item()
        self.learning_rate = rate(self.request, self.number)
        self.optimizer.param_groups[0]["lr"] = self.learning_rate
        self.optimizer.step()
        self.number += 1

    def update(self) -> None:
        """A batch, its gradient, the change. Raises NotFinite if the loss is no number any more."""
        _windows, loss = self.gradient()
        self.change()
        if not loss.isfinite():
            raise NotFinite


def start(request: Train, of: data.Data) -> Learner:
    return of_network(request, of, net.drawn(request.seed, of.pieces.count), net.logits)


def of_network(request: Train, of: data.Data, weights: Weights, logits: Logits) -> Learner:
    """The start of a run of any network of pieces. request: how it learns, and the seed of its batches."""
    optimizer = _optimizer(request, list(weights.values()))
    return Learner(request, of, weights, optimizer, torch.Generator().manual_seed(request.seed), logits)


def _optimizer(request: Train, weights: list[Tensor]) -> torch.optim.Optimizer:
    if request.optimizer == "adam":
        return torch.optim.AdamW(weights, request.learning_rate, BETAS, weight_decay=DECAY, fused=True)
    momentum = MOMENTUM if request.optimizer == "momentum" else 0
    return torch.optim.SGD(weights, request.learning_rate, momentum)


def rate(request: Train, done: int) -> float:
    """The learning rate of the update after so many: it rises evenly, then falls along half a cosine."""
    fall = LOWEST + (1 - LOWEST) * (1 + math.cos(math.pi * done / request.steps)) / 2
    return request.learning_rate * min(1, (done + 1) / WARM_UP) * fall
