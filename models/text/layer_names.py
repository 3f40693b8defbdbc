"""What transformers calls the parts of a model of the host's own, for the Python to take away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LLAMA = {"layers": "model.model.layers", "after_heads": "self_attn.o_proj", "norm": "model.model.norm"}
LIKE_LLAMA = ("llama", "mistral", "qwen2", "qwen3", "gemma", "gemma2", "phi3", "olmo2", "smollm3")
NAMES = {
    "gpt2": {"layers": "model.transformer.h", "after_heads": "attn.c_proj", "norm": "model.transformer.ln_f"},
    "gpt_neox": {
        "layers": "model.gpt_neox.layers",
        "after_heads": "attention.dense",
        "norm": "model.gpt_neox.final_layer_norm",
    },
    "phi": LLAMA | {"after_heads": "self_attn.dense", "norm": "model.model.final_layernorm"},
} | dict.fromkeys(LIKE_LLAMA, LLAMA)
AT_THE_END = ("final_logit_softcapping", "logits_scaling", "logit_scale")  # what some do to their logits


def layer_names(settings: Mapping[str, Any]) -> dict[str, str] | None:
    """settings: config.json. None where the names are not known, or the output matrix alone gives no logits."""
    if any(settings.get(name) for name in AT_THE_END):
        return None
    return NAMES.get(str(settings.get("model_type")))
