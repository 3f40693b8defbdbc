"""From SmolLM2's GGUF file to a Net."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from models.engine.translation import N_
from models.text import gguf_file
from models.text.blocks import Q4_1, Q8_0
from models.text.net import Config, Layer, Net
from models.weights.store import SMOLLM2


def from_gguf(path: Path) -> Net:
    """SmolLM2 in its 4-bit and 8-bit blocks."""
    settings, tensors = gguf_file.read(path)
    heads, kv_heads = settings["llama.attention.head_count"], settings["llama.attention.head_count_kv"]
    config = Config(
        num_hidden_layers=settings["llama.block_count"],
        num_attention_heads=heads,
        num_key_value_heads=kv_heads,
        head_dim=settings["llama.rope.dimension_count"],
        rms_norm_eps=settings["llama.attention.layer_norm_rms_epsilon"],
        rope_theta=settings["llama.rope.freq_base"],
    )

    def vector(name: str) -> np.ndarray:
        return tensors[name][1].view(np.float32).ravel()

    def rows(name: str) -> np.ndarray:
        return tensors[name][1]

    def layer(i: int) -> Layer:
        q, k = unpermuted(rows(f"blk.{i}.attn_q.weight"), heads), unpermuted(rows(f"blk.{i}.attn_k.weight"), kv_heads)
        return Layer(
            input_layernorm=vector(f"blk.{i}.attn_norm.weight"),
            qkv_proj=Q4_1(np.concatenate([q, k, rows(f"blk.{i}.attn_v.weight")])),
            o_proj=Q4_1(rows(f"blk.{i}.attn_output.weight")),
            post_attention_layernorm=vector(f"blk.{i}.ffn_norm.weight"),
            gate_up_proj=Q4_1(np.concatenate([rows(f"blk.{i}.ffn_gate.weight"), rows(f"blk.{i}.ffn_up.weight")])),
            down_proj=Q4_1(rows(f"blk.{i}.ffn_down.weight")),
        )

    embeddings = Q8_0(rows("token_embd.weight"))
    layers = tuple(layer(i) for i in range(config.num_hidden_layers))
    return Net(
        config,
        embeddings,
        layers,
        vector("output_norm.weight"),
        embeddings,
        name="SmolLM2-135M-Instruct",
        sha256=SMOLLM2.sha256,
        arithmetic=N_("fp32 on 4-bit weights"),
    )


def unpermuted(rows: np.ndarray, heads: int) -> np.ndarray:
    """llama.cpp's converter writes the rows of a head as pairs (0, D/2, 1, D/2 + 1, …); back to 0, 1, 2, …"""
    return rows.reshape(heads, -1, 2, rows.shape[-1]).swapaxes(1, 2).reshape(rows.shape)


class Dense:
    """A matrix in fp32 with the same calls as the blocks'."""

    def __init__(self, *parts: np.ndarray) -> None:
        """parts: (rows, width) each, one below the other."""
        self.weight = np.concatenate(parts) if len(parts) > 1 else parts[0]  # one alone is shared, not copied

    def __call__(self, x: np.ndarray) -> np.ndarray:
        y: np.ndarray = x @ self.weight.T
        return y

    def dense(self) -> np.ndarray:
        """W itself."""
        return self.weight

    def take(self, ids: np.ndarray) -> np.ndarray:
        """(n,) → (n, width): embeddings."""
        return self.weight[ids]
