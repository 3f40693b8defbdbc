"""The networks among the machines, behind the protocol of all: two that carry a state along, and the transformer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from models.history.shared import Floats

NOTHING = -100  # torch's mark for places that are not judged


@dataclass(frozen=True)
class Network:
    numbers: int
    logits: Callable[[Tensor], Tensor]  # (rows, n) ids → (rows, n, pieces)
    context: int | None = None  # pieces that it can look back over at most; None: all

    @torch.no_grad()
    def next(self, ids: Sequence[int]) -> Floats:
        seen = list(ids)[-self.context :] if self.context else list(ids)
        result: Floats = self.logits(torch.tensor([seen]))[0, -1].double().softmax(-1).numpy()
        return result

    @torch.no_grad()
    def nats(self, rows: Sequence[Sequence[int]]) -> list[Floats]:
        """Rows longer than the context are cut at their beginning, so fewer of their pieces are judged."""
        kept = [list(row)[-(self.context + 1) :] if self.context else list(row) for row in rows]
        longest = max(map(len, kept))
        ids = torch.tensor([row + [0] * (longest - len(row)) for row in kept])
        targets = torch.tensor([row[1:] + [NOTHING] * (longest - len(row)) for row in kept])
        nats = F.cross_entropy(self.logits(ids[:, :-1]).transpose(1, 2), targets, reduction="none")
        return [np.asarray(line[: len(row) - 1], np.float64) for line, row in zip(nats.numpy(), kept, strict=True)]
