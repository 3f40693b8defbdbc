"""Which text model this host runs, and its shape: known before it is loaded, so that pages draw controls.

Torch-free. A test compares the shipped numbers with the weights' own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.text import host_files
from models.text.host_files import host_model as host_model


@dataclass(frozen=True)
class Architecture:
    layers: int
    heads: int  # query heads of each layer
    kv_heads: int = 3  # key and value heads of each layer
    width: int = 576  # numbers that a token is between layers
    mlp_width: int = 1536
    head_dim: int = 64
    vocab: int = 49_152  # rows of the output matrix: the ids that have a probability
    context: int = 8192  # tokens that it can read at once
    gated: bool = True  # whether its MLP has a gate: three matrices instead of two

    @property
    def all_heads(self) -> int:
        return self.layers * self.heads

    def shape(self, matrix: str) -> tuple[int, int]:
        """(rows, columns) of one of a layer's matrices, such as "k_proj": numbers that come out, numbers that go in."""
        heads = self.heads * self.head_dim
        return {
            "q_proj": (heads, self.width),
            "k_proj": (self.head_dim * self.kv_heads, self.width),
            "v_proj": (self.head_dim * self.kv_heads, self.width),
            "o_proj": (self.width, heads),
            "gate_proj": (self.mlp_width, self.width),
            "up_proj": (self.mlp_width, self.width),
            "down_proj": (self.width, self.mlp_width),
        }[matrix]


SMOLLM2 = Architecture(layers=30, heads=9)
# What the settings of different architectures call the same thing, Llama's name first.
LAYERS = ("num_hidden_layers", "n_layer", "num_layers", "n_layers")
HEADS = ("num_attention_heads", "n_head", "num_heads", "n_heads")
WIDTH = ("hidden_size", "n_embd", "d_model", "n_embed")
MLP_WIDTH = ("intermediate_size", "n_inner", "ffn_dim", "ffn_hidden_size")
CONTEXT = ("max_position_embeddings", "n_positions", "n_ctx", "max_seq_len", "seq_length")
UNGATED = ("gpt2", "gpt_neo", "gpt_neox", "gptj", "opt", "bloom", "falcon", "phi", "starcoder2", "codegen", "mpt")


def model_name() -> str:
    """Of the model that runs, as sentences name it: a folder by its last part."""
    name = host_model()
    return name.rstrip("/").rpartition("/")[2] if name else "SmolLM2-135M"


def opened() -> bool:
    """Whether the model runs in this project's own network, which pages can open up: Llama's, as the shipped one."""
    name = host_model()
    return name is None or plain_llama(host_files.settings(name))


def plain_llama(settings: Mapping[str, Any]) -> bool:
    """Llama as net.py computes it: SiLU, plain rotary positions, no biases."""
    rope = settings.get("rope_parameters") or settings.get("rope_scaling") or {}
    return (
        settings.get("model_type") == "llama"
        and settings.get("hidden_act", "silu") in ("silu", "swish")
        and rope.get("rope_type", rope.get("type", "default")) == "default"
        and not settings.get("attention_bias")
        and not settings.get("mlp_bias")
    )


def architecture() -> Architecture:
    """That of the host's model; SmolLM2's where none is named, where its config.json is not on this machine yet, and
    where that names no layers and heads (such a model is refused when it is loaded)."""
    name = host_model()
    return (read(host_files.settings(name)) if name else None) or SMOLLM2


def read(settings: Mapping[str, Any]) -> Architecture | None:
    """The shape that a config.json tells; None where it names no layers and heads."""
    layers, heads, width = (_first(settings, names) for names in (LAYERS, HEADS, WIDTH))
    if not layers or not heads:
        return None
    width = width or SMOLLM2.width
    return Architecture(
        layers=layers,
        heads=heads,
        kv_heads=settings.get("num_key_value_heads") or heads,
        width=width,
        mlp_width=_first(settings, MLP_WIDTH) or 4 * width,
        head_dim=settings.get("head_dim") or width // heads,
        vocab=settings.get("vocab_size") or SMOLLM2.vocab,
        context=_first(settings, CONTEXT) or SMOLLM2.context,
        gated=settings.get("model_type") not in UNGATED,
    )


def _first(settings: Mapping[str, Any], names: tuple[str, ...]) -> int | None:
    return next((settings[name] for name in names if isinstance(settings.get(name), int)), None)
