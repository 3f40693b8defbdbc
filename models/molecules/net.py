"""The model of molecules: a causal transformer over the tokens of a SMILES, one function per formula.

Rotary positions (arXiv:2104.09864), norms without weights (arXiv:1910.07467), of queries and keys too
(arXiv:2010.04245), and squared ReLU (arXiv:2109.08668); no biases. The embeddings are read backwards at the end.
Shapes: B molecules, n new tokens, T tokens so far and new, H heads of width D.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from models.molecules.smiles import LENGTH, VOCABULARY

WIDTH, HEADS, LAYERS = 128, 4, 6
BASE = 1000.0  # of the angles of positions
SHARPNESS = 0.25  # of the logits: normed states times embeddings would begin much too sure

WEIGHTS = Path(__file__).parent / "weights"
Cache = list[tuple[Tensor, Tensor]]  # keys and values (B, H, T, D) of each layer


class Block(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width, bias=False)
        self.up, self.down = nn.Linear(width, 4 * width, bias=False), nn.Linear(4 * width, width, bias=False)
        for last in (self.out, self.down):
            nn.init.zeros_(last.weight)  # a block begins by changing nothing

    def forward(self, x: Tensor, past: tuple[Tensor, Tensor] | None) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        rows, n, width = x.shape
        query, key, value = self.qkv(normed(x)).view(rows, n, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        start = 0 if past is None else past[0].shape[2]
        query, key = turned(normed(query), start), turned(normed(key), start)
        if past is not None:
            key, value = torch.cat([past[0], key], 2), torch.cat([past[1], value], 2)
        mixed = attend(query, key, value)
        x = x + self.out(mixed.transpose(1, 2).reshape(rows, n, width))
        return x + self.down(F.relu(self.up(normed(x))).square()), (key, value)


class Net(nn.Module):
    def __init__(self, width: int = WIDTH, heads: int = HEADS, layers: int = LAYERS) -> None:
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, width)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        nn.init.normal_(self.embedding.weight, std=0.5)

    def forward(self, ids: Tensor, past: Cache | None = None) -> tuple[Tensor, Cache]:
        """(B, n) ids → (B, n, VOCABULARY) logits of what follows each, and the cache."""
        x = normed(self.embedding(ids))
        new: Cache = []
        for i, block in enumerate(self.blocks):
            x, kept = block(x, None if past is None else past[i])
            new.append(kept)
        return F.linear(normed(x), self.embedding.weight) * SHARPNESS, new


def load_molecules(folder: Path = WEIGHTS) -> Net:
    """The trained network, in fp32."""
    net = Net()
    state = load_file(folder / "molecules.safetensors")
    net.load_state_dict({name: value.float() for name, value in state.items()})
    return net.eval().requires_grad_(False)


def normed(x: Tensor) -> Tensor:
    return F.rms_norm(x, (x.shape[-1],))


def attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """(B, H, n, D) queries → (B, H, n, D). In torch's own, the backward pass was three times as long."""
    n, seen = query.shape[2], key.shape[2]
    scores = query @ key.transpose(2, 3) * query.shape[-1] ** -0.5
    shares: Tensor = (scores + _later(n, seen)).softmax(-1)
    return shares.to(value.dtype) @ value


def turned(vectors: Tensor, start: int) -> Tensor:
    """Queries or keys, (…, n, D), each pair of numbers turned by an angle that grows with the place in the molecule."""
    first, second = vectors.chunk(2, -1)
    cos, sin = (part[start : start + vectors.shape[-2]].to(vectors.dtype) for part in _angles(first.shape[-1]))
    return torch.cat([first * cos - second * sin, first * sin + second * cos], -1)


@cache
def _later(n: int, seen: int) -> Tensor:
    """(n, T): −∞ where a token would look at one after it."""
    return torch.full((n, seen), -torch.inf).triu(seen - n + 1)


@cache
def _angles(half: int) -> tuple[Tensor, Tensor]:
    angles = torch.arange(LENGTH + 1)[:, None] * BASE ** -(torch.arange(half) / half)
    return angles.cos(), angles.sin()
