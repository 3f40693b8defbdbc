"""SmolLM2's layers in torch, where gradients are needed, and where whole texts are read at once.

Source of the formulas: models/text/net.py. Shapes: b texts padded at their ends to n tokens; as no token sees a later
one, the padding changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

from models.fine_tuning.matrices import NAMES, SCALE
from models.text.net import Config, Layer, Net

Pair = tuple[Tensor, Tensor]  # A (rank, in) and B (out, rank)


@dataclass(frozen=True)
class Frozen:
    """A layer whose own weights do not learn."""

    config: Config
    input_norm: Tensor
    post_attention_norm: Tensor
    weights: dict[str, Tensor]  # each name of NAMES → (out, in)


def unpacked(config: Config, layer: Layer) -> Frozen:
    """The layer's blocks in fp32, one matrix for each name."""
    q, kv = config.num_attention_heads * config.head_dim, config.num_key_value_heads * config.head_dim
    qkv, gate_up = torch.from_numpy(layer.qkv_proj.dense()), torch.from_numpy(layer.gate_up_proj.dense())
    matrices = (
        *qkv.split([q, kv, kv]),
        torch.from_numpy(layer.o_proj.dense()),
        *gate_up.chunk(2),
        torch.from_numpy(layer.down_proj.dense()),
    )
    norms = torch.tensor(layer.input_layernorm), torch.tensor(layer.post_attention_layernorm)
    return Frozen(config, *norms, dict(zip(NAMES, matrices, strict=True)))


@dataclass(frozen=True)
class Order:
    """In which order tokens stand that do not simply follow each other."""

    positions: Tensor  # (n,)
    seen: Tensor  # (n, n) bool: whether the row's token attends to the column's


def forward(
    layer: Frozen, x: Tensor, update: Mapping[str, Pair] | None = None, strength: float = 1, order: Order | None = None
) -> Tensor:
    """(b, n, width) → (b, n, width), with W + strength · SCALE · B·A in place of each W."""

    def product(name: str, y: Tensor) -> Tensor:
        plain = F.linear(y, layer.weights[name])
        if update is None or strength == 0:
            return plain
        a, b = update[name]
        return plain + strength * SCALE * F.linear(F.linear(y, a), b)

    config = layer.config
    cos, sin = _rotation(config, torch.arange(x.shape[1]) if order is None else order.positions)

    def heads(name: str) -> Tensor:
        return product(name, inner).unflatten(-1, (-1, config.head_dim)).transpose(1, 2)

    def turned(y: Tensor) -> Tensor:
        left, right = y.chunk(2, -1)
        return y * cos + torch.cat([-right, left], -1) * sin

    inner = norm(config, x, layer.input_norm)
    q, k, v = turned(heads("q_proj")), turned(heads("k_proj")), heads("v_proj")
    seen = None if order is None else order.seen
    mixed = F.scaled_dot_product_attention(q, k, v, seen, is_causal=seen is None, enable_gqa=True)
    x = x + product("o_proj", mixed.transpose(1, 2).flatten(-2))
    inner = norm(config, x, layer.post_attention_norm)
    return x + product("down_proj", F.silu(product("gate_proj", inner)) * product("up_proj", inner))


def norm(config: Config, x: Tensor, weight: Tensor) -> Tensor:
    return F.rms_norm(x, weight.shape, weight, float(config.rms_norm_eps))


def _rotation(config: Config, positions: Tensor) -> tuple[Tensor, Tensor]:
    inverse = 1 / float(config.rope_theta) ** (torch.arange(0, config.head_dim, 2) / config.head_dim)
    angles = torch.outer(positions, inverse).repeat(1, 2)
    return angles.cos(), angles.sin()


@torch.no_grad()
def states_entering(net: Net, layer: int, texts: Sequence[np.ndarray], order: Order | None = None) -> list[Tensor]:
    """What enters a layer for each text of token ids (n,): (n, width). The layers below are unpacked one at a time."""
    x = pad_sequence([torch.from_numpy(net.embed_tokens.take(ids)) for ids in texts], batch_first=True)
    for below in net.layers[:layer]:
        x = forward(unpacked(net.config, below), x, order=order)
    return [rows[: len(ids)].clone() for rows, ids in zip(x, texts, strict=True)]
