"""The weights of a host's GGUF file (gguf_model.py) in our own network, in fp32 whatever blocks they are stored in."""

from __future__ import annotations

from typing import Any

import numpy as np
from gguf import GGUFReader, dequantize

from models.engine.translation import N_
from models.text import gguf_model, host_check, host_files
from models.text.net import Config, Layer, Net
from models.text.weights import Dense, unpermuted
from models.weights.store import StoreError

OF_LAYER = ("attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm", "ffn_gate", "ffn_up", "ffn_down")


def from_gguf_of_host(model: str) -> Net:
    """Raises StoreError where pieces are missing, or there are some that a plain Llama does not have."""
    try:
        gguf_model.folder_of(model)
    except StoreError:
        raise
    except Exception as error:  # not a GGUF file, one that is cut off, one whose settings are not whole
        raise StoreError(N_("The file {model} (setting MODEL) is not a whole GGUF file."), model=model) from error
    host_check.check_vocabulary(model)
    settings = host_files.settings(model)
    tensors = {tensor.name: tensor for tensor in GGUFReader(model).tensors}
    _check(model, settings, set(tensors))
    heads, kv_heads = settings["num_attention_heads"], settings["num_key_value_heads"]

    def numbers(name: str) -> np.ndarray:
        tensor = tensors[f"{name}.weight"]
        whole: np.ndarray = dequantize(tensor.data, tensor.tensor_type).astype(np.float32, copy=False)
        return whole

    def layer(i: int) -> Layer:
        parts = {name: numbers(f"blk.{i}.{name}") for name in OF_LAYER}
        q, k = unpermuted(parts["attn_q"], heads), unpermuted(parts["attn_k"], kv_heads)
        return Layer(
            input_layernorm=parts["attn_norm"],
            qkv_proj=Dense(q, k, parts["attn_v"]),
            o_proj=Dense(parts["attn_output"]),
            post_attention_layernorm=parts["ffn_norm"],
            gate_up_proj=Dense(parts["ffn_gate"], parts["ffn_up"]),
            down_proj=Dense(parts["ffn_down"]),
        )

    embeddings = Dense(numbers("token_embd"))
    return Net(
        config=Config(
            num_hidden_layers=settings["num_hidden_layers"],
            num_attention_heads=heads,
            num_key_value_heads=kv_heads,
            head_dim=settings["head_dim"],
            rms_norm_eps=settings["rms_norm_eps"],
            rope_theta=settings["rope_parameters"]["rope_theta"],
        ),
        embed_tokens=embeddings,
        layers=tuple(layer(i) for i in range(settings["num_hidden_layers"])),
        norm=numbers("output_norm"),
        lm_head=embeddings if settings["tie_word_embeddings"] else Dense(numbers("output")),
        name=model,
        sha256="",
        arithmetic="fp32",
    )


def _check(model: str, settings: dict[str, Any], found: set[str]) -> None:
    whole = {"token_embd", "output_norm"} | (set() if settings["tie_word_embeddings"] else {"output"})
    whole |= {f"blk.{i}.{name}" for i in range(settings["num_hidden_layers"]) for name in OF_LAYER}
    other = sorted({f"{name}.weight" for name in whole} ^ found)
    if other:
        raise StoreError(
            N_(
                "The file {model} (setting MODEL) is not a plain Llama's: {name} is missing, or has no place in one. "
                "Name the model's folder for transformers instead."
            ),
            model=model,
            name=other[0],
        )
