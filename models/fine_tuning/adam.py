"""AdamW without weight decay, at a learning rate that rises at first and then falls."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.optim.adam import adam

WARM_UP = 5  # updates


class Adam:
    """torch's own function. Its class would import a compiler first: a second and 70 MB."""

    def __init__(self, parts: Sequence[Tensor], learning_rate: float, steps: int) -> None:
        self.parts = list(parts)
        self.learning_rate, self.steps = learning_rate, steps
        self.number = 0  # of the last update
        self.means = [torch.zeros_like(part) for part in parts]
        self.squares = [torch.zeros_like(part) for part in parts]
        self.counts = [torch.tensor(0.0) for _ in parts]

    @torch.no_grad()
    def step(self) -> float:
        """One update of all parts, by gradients that it then forgets. Returns the gradients' length."""
        self.number += 1
        gradients = [torch.zeros_like(part) if part.grad is None else part.grad for part in self.parts]
        adam(
            self.parts,
            gradients,
            self.means,
            self.squares,
            [],
            self.counts,
            foreach=False,
            amsgrad=False,
            beta1=0.9,
            beta2=0.999,
            lr=self.learning_rate * rate(self.number, self.steps),
            weight_decay=0.0,
            eps=1e-8,
            maximize=False,
        )
        for part in self.parts:
            part.grad = None
        return torch.cat([gradient.ravel() for gradient in gradients]).norm().item()


def rate(number: int, steps: int) -> float:
    """The share of the learning rate at an update, counted from 1: it rises at first, and falls to a tenth."""
    return min(1, number / WARM_UP) * (1 - 0.9 * (number - 1) / steps)
