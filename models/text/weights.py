"""From the weights on disk to a Net. Two sources: SmolLM2's GGUF file, or the host's own model (MODEL)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from models.engine.translation import N_
from models.text import gguf_file, tokenizer
from models.text.blocks import Q4_1, Q8_0
from models.text.net import Config, Layer, Net
from models.weights.store import SMOLLM2, StoreError


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
        q, k = _unpermuted(rows(f"blk.{i}.attn_q.weight"), heads), _unpermuted(rows(f"blk.{i}.attn_k.weight"), kv_heads)
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


def _unpermuted(rows: np.ndarray, heads: int) -> np.ndarray:
    """llama.cpp's converter writes the rows of a head as pairs (0, D/2, 1, D/2 + 1, …); back to 0, 1, 2, …"""
    return rows.reshape(heads, -1, 2, rows.shape[-1]).swapaxes(1, 2).reshape(rows.shape)


def from_transformers(model: str) -> Net:
    """The host's own model: a folder or Hub id of a Llama-style model with SmolLM2's tokenizer, in fp32.

    SmolLM2's other sizes and its fine-tunes are such models. Raises StoreError for any other: pages count, colour and
    link to tokens by SmolLM2's ids.
    """
    from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer  # heavy, and needed only here

    try:
        settings, vocabulary = AutoConfig.from_pretrained(model), AutoTokenizer.from_pretrained(model).get_vocab()
        _check_tokens(model, vocabulary, settings.vocab_size)
        _check_architecture(model, settings)
        source, report = AutoModelForCausalLM.from_pretrained(model, dtype="float32", output_loading_info=True)
        if report["missing_keys"]:
            raise ValueError("transformers would draw these weights at random", report["missing_keys"])
    except StoreError:
        raise
    except Exception as error:  # a library for the files' format that is missing, files that are damaged, and more
        raise StoreError(
            N_("The model {model} (setting MODEL) cannot be loaded. Name a folder or a Hub id of transformers."),
            model=model,
        ) from error
    return _from_llama(source.eval(), model, settings.rope_parameters["rope_theta"])


def _check_tokens(model: str, vocabulary: dict[str, int], rows: int) -> None:
    """rows: of the embeddings."""
    ours = json.loads(Path(__file__).with_name("tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    if any(vocabulary.get(piece) != token_id for piece, token_id in ours.items()):
        raise StoreError(
            N_("The model {model} (setting MODEL) has a different tokenizer from SmolLM2's. Name one that shares it."),
            model=model,
        )
    if not len(vocabulary) == rows == tokenizer.vocab_size:
        raise StoreError(
            N_(
                "The model {model} (setting MODEL) has {n:,} tokens and {rows:,} rows of embeddings; SmolLM2 has "
                "{ours:,} of both. Name a model without added tokens or padding."
            ),
            model=model,
            n=len(vocabulary),
            rows=rows,
            ours=tokenizer.vocab_size,
        )


def _check_architecture(model: str, settings: Any) -> None:
    """Llama as net.py computes it: SiLU, plain rotary positions, no biases."""
    plain = (
        settings.model_type == "llama"
        and settings.hidden_act in ("silu", "swish")
        and settings.rope_parameters["rope_type"] == "default"
        and not settings.attention_bias
        and not settings.mlp_bias
    )
    if not plain:
        raise StoreError(
            N_("The model {model} (setting MODEL) is built differently from SmolLM2. Name a plain Llama-style model."),
            model=model,
        )


def _from_llama(source: Any, name: str, rope_theta: float) -> Net:
    settings = source.config

    def layer(part: Any) -> Layer:
        attention, mlp = part.self_attn, part.mlp
        return Layer(
            input_layernorm=_weight(part.input_layernorm),
            qkv_proj=Dense(_weight(attention.q_proj), _weight(attention.k_proj), _weight(attention.v_proj)),
            o_proj=Dense(_weight(attention.o_proj)),
            post_attention_layernorm=_weight(part.post_attention_layernorm),
            gate_up_proj=Dense(_weight(mlp.gate_proj), _weight(mlp.up_proj)),
            down_proj=Dense(_weight(mlp.down_proj)),
        )

    return Net(
        config=Config(
            num_hidden_layers=settings.num_hidden_layers,
            num_attention_heads=settings.num_attention_heads,
            num_key_value_heads=settings.num_key_value_heads,
            head_dim=settings.head_dim,
            rms_norm_eps=settings.rms_norm_eps,
            rope_theta=rope_theta,
        ),
        embed_tokens=Dense(_weight(source.model.embed_tokens)),
        layers=tuple(layer(part) for part in source.model.layers),
        norm=_weight(source.model.norm),
        lm_head=Dense(_weight(source.lm_head)),
        name=name,
        sha256="",
        arithmetic="fp32",
    )


def _weight(part: Any) -> np.ndarray:
    weight: np.ndarray = part.weight.detach().numpy()
    return weight


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
