"""Which text model this host runs, and its layers and heads: known before it is loaded, so that pages draw controls.

Torch-free. A test compares the shipped numbers with the weights' own.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Architecture:
    layers: int
    heads: int  # query heads of each layer
    kv_heads: int = 3  # key and value heads of each layer
    width: int = 576  # numbers that a token is between layers
    mlp_width: int = 1536

    @property
    def all_heads(self) -> int:
        return self.layers * self.heads

    def shape(self, matrix: str) -> tuple[int, int]:
        """(rows, columns) of one of a layer's matrices, such as "k_proj": numbers that come out, numbers that go in."""
        if matrix in ("k_proj", "v_proj"):
            return self.width // self.heads * self.kv_heads, self.width
        if matrix in ("gate_proj", "up_proj"):
            return self.mlp_width, self.width
        return (self.width, self.mlp_width) if matrix == "down_proj" else (self.width, self.width)


SMOLLM2 = Architecture(layers=30, heads=9)
WIDTHS = {"kv_heads": "num_key_value_heads", "width": "hidden_size", "mlp_width": "intermediate_size"}


def host_model() -> str | None:
    """The folder or Hub id of the host's own model (MODEL); None: the shipped SmolLM2-135M-Instruct."""
    return os.environ.get("MODEL") or None


def architecture() -> Architecture:
    """That of the host's model; SmolLM2's where none is named, where its config.json is not on this machine yet, and
    where that names no layers and heads as Llama's does (such a model is refused when it is loaded)."""
    name = host_model()
    path = _config(name) if name else None
    return (_read(path) if path else None) or SMOLLM2


@cache
def _read(path: Path) -> Architecture | None:
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
        widths = {ours: config[theirs] for ours, theirs in WIDTHS.items() if theirs in config}
        return Architecture(config["num_hidden_layers"], config["num_attention_heads"], **widths)
    except (ValueError, KeyError):
        return None


def _config(name: str) -> Path | None:
    path = Path(name, "config.json")
    return path if path.exists() else _in_hub_cache(name)


def _in_hub_cache(name: str) -> Path | None:
    from huggingface_hub import try_to_load_from_cache  # takes 0.2 s to import: only where a host names a model
    from huggingface_hub.errors import HFValidationError

    try:
        cached = try_to_load_from_cache(name, "config.json")
    except HFValidationError:  # a folder that is not there, for one
        return None
    return Path(cached) if isinstance(cached, str) else None
