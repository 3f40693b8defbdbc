"""Networks that read piece after piece and carry a state along: Elman's (1990) and the LSTM (1997), in torch.

Sources: Elman, Finding structure in time, Cognitive Science 14, 1990. Hochreiter and Schmidhuber, Long short-term
memory, Neural Computation 9, 1997; with a forget gate (Gers et al. 2000), as torch has it.
"""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.history.sizes import HIDDEN, WIDTH

Cell = Literal["elman", "lstm"]
SPREAD = 0.1  # deviation of the embeddings that a run begins with


class Recurrent(nn.Module):
    """Embedding → cell → back to the width of the embedding, which is read backwards."""

    def __init__(self, cell: Cell, pieces: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(pieces, WIDTH)
        nn.init.normal_(self.embedding.weight, 0, SPREAD)
        self.cell = {"elman": nn.RNN, "lstm": nn.LSTM}[cell](WIDTH, HIDDEN[cell], batch_first=True)
        self.out = nn.Linear(HIDDEN[cell], WIDTH)

    def forward(self, ids: Tensor) -> Tensor:
        """(rows, n) ids → (rows, n, pieces) logits: what follows each of them."""
        states, _ = self.cell(self.embedding(ids))
        return F.linear(self.out(states), self.embedding.weight)

    @property
    def numbers(self) -> int:
        return sum(parameter.numel() for parameter in self.parameters())


def drawn(cell: Cell, pieces: int, seed: int) -> Recurrent:
    """Random numbers to begin with, the same for the same seed; torch's own generator stays as it was."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return Recurrent(cell, pieces)
