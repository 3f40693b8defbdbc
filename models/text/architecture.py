"""Layers and heads of the text model that this host runs, known before it is loaded, so that pages draw their controls.

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

    @property
    def all_heads(self) -> int:
        return self.layers * self.heads


SMOLLM2 = Architecture(layers=30, heads=9)


@cache
def architecture() -> Architecture:
    """That of the host's MODEL; SmolLM2's where none is named, or where its config.json is not on this machine yet."""
    name = os.environ.get("MODEL")
    config = _config(name) if name else None
    if config is None:
        return SMOLLM2
    return Architecture(layers=config["num_hidden_layers"], heads=config["num_attention_heads"])


def _config(name: str) -> dict[str, int] | None:
    path = Path(name, "config.json")
    if not path.exists():
        cached = _in_hub_cache(name)
        if cached is None:
            return None
        path = cached
    config: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
    return config


def _in_hub_cache(name: str) -> Path | None:
    from huggingface_hub import try_to_load_from_cache  # takes 0.2 s to import: only where a host names a model
    from huggingface_hub.errors import HFValidationError

    try:
        cached = try_to_load_from_cache(name, "config.json")
    except HFValidationError:  # a folder that is not there, for one
        return None
    return Path(cached) if isinstance(cached, str) else None
