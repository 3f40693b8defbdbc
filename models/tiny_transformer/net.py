"""The tiny transformer: two layers, one function per formula. Its numbers are named tensors in a dictionary.

As GPT-2 (Radford et al. 2019), with rotary positions (Su et al., arXiv:2104.09864) and without biases in its matrices.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import torch
from torch import Tensor
from torch.nn import functional as F

from models.tiny_transformer.shape import CONTEXT, HEADS, LAYERS, WIDTH, shapes

SPREAD = 0.05  # deviation of the numbers that a run begins with
BASE = 1000.0  # of the angles: the slowest of them turns once in some 3,500 pieces

Weights = dict[str, Tensor]


def parts() -> tuple[str, ...]:
    """What gradients are summed up by: the first words of the tensors' names."""
    blocks = [f"layer {layer} {block}" for layer in range(1, LAYERS + 1) for block in ("attention", "mlp")]
    return ("embedding", *blocks, "norm")


def drawn(seed: int, pieces: int) -> Weights:
    """Random numbers to begin with. What is added to the stream of numbers is smaller, the more layers add to it."""
    generator = torch.Generator().manual_seed(seed)
    weights = {}
    for name, shape in shapes(pieces).items():
        if name.endswith("scale"):
            weights[name] = torch.ones(shape)
        elif name.endswith("shift"):
            weights[name] = torch.zeros(shape)
        else:
            spread = SPREAD / math.sqrt(2 * LAYERS) if name.endswith("out") else SPREAD
            weights[name] = spread * torch.randn(shape, generator=generator)
    return {name: weight.requires_grad_() for name, weight in weights.items()}


def logits(weights: Weights, ids: Tensor) -> Tensor:
    """(rows, n) ids → (rows, n, pieces): what follows each of them."""
    stream = F.embedding(ids, weights["embedding"])
    for layer in range(1, LAYERS + 1):
        stream = stream + attention(weights, f"layer {layer} attention", stream)
        stream = stream + mlp(weights, f"layer {layer} mlp", stream)
    return F.linear(normalised(weights, "norm", stream), weights["embedding"])  # the embeddings read backwards


def nats(weights: Weights, windows: Tensor, of: Callable[[Weights, Tensor], Tensor] = logits) -> Tensor:
    """(rows, n + 1) ids → (rows, n): −ln p of each but the first, after those before it in its row. of: what gives the
    logits, of this network unless another is named."""
    rows = of(weights, windows[:, :-1])
    return F.cross_entropy(rows.transpose(1, 2), windows[:, 1:], reduction="none")


def attention(weights: Weights, name: str, stream: Tensor) -> Tensor:
    rows, n, _ = stream.shape
    joined = F.linear(normalised(weights, name, stream), weights[f"{name} in"])
    query, key, value = joined.view(rows, n, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
    mixed = F.scaled_dot_product_attention(turned(query), turned(key), value, is_causal=True)
    return F.linear(mixed.transpose(1, 2).reshape(rows, n, WIDTH), weights[f"{name} out"])


def mlp(weights: Weights, name: str, stream: Tensor) -> Tensor:
    inner = F.linear(normalised(weights, name, stream), weights[f"{name} in"])
    return F.linear(F.gelu(inner, approximate="tanh"), weights[f"{name} out"])


def normalised(weights: Weights, name: str, stream: Tensor) -> Tensor:
    return F.layer_norm(stream, (WIDTH,), weights[f"{name} scale"], weights[f"{name} shift"])


def turned(vectors: Tensor) -> Tensor:
    """Queries or keys, (…, n, d), each pair of numbers turned by an angle that grows with the place in the window."""
    first, second = vectors.chunk(2, -1)
    cos, sin = (part[: vectors.shape[-2]].to(vectors.dtype) for part in _angles(first.shape[-1]))
    return torch.cat([first * cos - second * sin, first * sin + second * cos], -1)


@cache
def _angles(half: int) -> tuple[Tensor, Tensor]:
    angles = torch.arange(CONTEXT)[:, None] * BASE ** -(torch.arange(half) / half)
    return angles.cos(), angles.sin()
