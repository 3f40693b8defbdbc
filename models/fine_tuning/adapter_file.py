"""An update as a file to take along, as peft saves one: a zip with its settings and a safetensors file.

Nothing in it can run: a pickle is never read.
"""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from models.engine.errors import InvalidRequest
from models.engine.translation import N_
from models.fine_tuning.matrices import MODULES, NAMES, SCALE
from models.text.architecture import architecture, host_model

MOST_BYTES = 4 * 2**20
SETTINGS, WEIGHTS = "adapter_config.json", "adapter_model.safetensors"
MODEL = "HuggingFaceTB/SmolLM2-135M-Instruct"
MOST_LAYERS, MOST_RANK = 12, 16
# A RuntimeError is raised for a zip with a password, for a method of packing that is not known, and for JSON too deep.
UNREADABLE = (zipfile.BadZipFile, zlib.error, SafetensorError, KeyError, TypeError, ValueError, RuntimeError, EOFError)
OTHER_METHODS = ("use_rslora", "use_dora", "rank_pattern", "alpha_pattern")
LAYER = re.compile(r"base_model\.model\.model\.layers\.(\d+)\.")


@dataclass(frozen=True)
class AdapterFile:
    layers: int  # the last so many have an update
    rank: int
    update: np.ndarray  # (learned,) float32, in the order of lora.parts


def pack(update: np.ndarray, layers: int, rank: int) -> bytes:
    """`update` as AdapterStep has it: of the last `layers` layers, at this rank."""
    first = architecture().layers - layers
    tensors, at = {}, 0
    for name, shape in _shapes(layers, rank).items():
        size = shape[0] * shape[1]
        tensors[name] = update[at : at + size].reshape(shape)
        at += size
    settings = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": host_model() or MODEL,
        "r": rank,
        "lora_alpha": SCALE * rank,
        "lora_dropout": 0.0,
        "bias": "none",
        "target_modules": list(NAMES),
        "layers_to_transform": list(range(first, architecture().layers)),
        "inference_mode": True,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as folder:
        folder.writestr(SETTINGS, json.dumps(settings, indent=2))
        folder.writestr(WEIGHTS, save(tensors))
    return out.getvalue()


def from_text(text: str) -> AdapterFile:
    """Of base64, as requests hold a file. Raises InvalidRequest."""
    try:
        return read(base64.b64decode(text, validate=True))
    except ValueError as error:
        raise InvalidRequest(N_("This is no adapter file, or not the whole of it.")) from error


def read(data: bytes) -> AdapterFile:
    """Raises InvalidRequest for a file that is no whole adapter of SmolLM2's last layers."""
    if len(data) > MOST_BYTES:
        raise InvalidRequest(
            N_("The adapter file has {n:.1f} MB; at most {limit} MB are read."),
            n=len(data) / 2**20,
            limit=MOST_BYTES // 2**20,
        )
    try:
        settings, tensors = _unzipped(data)
    except UNREADABLE as error:
        raise InvalidRequest(N_("This is no adapter file, or not the whole of it.")) from error
    try:
        return _checked(settings, tensors)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError) as error:
        raise InvalidRequest(
            N_(
                "This adapter is no plain LoRA of SmolLM2-135M: it must change all seven matrices of the last 1 to "
                "{layers} layers, with a rank of at most {rank}."
            ),
            layers=MOST_LAYERS,
            rank=MOST_RANK,
        ) from error


def _unzipped(data: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Raises what zipfile and safetensors raise, and ValueError for a file that would grow."""
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        if any(folder.getinfo(name).file_size > MOST_BYTES for name in (SETTINGS, WEIGHTS)):
            raise ValueError("larger than it looks")
        return dict(json.loads(folder.read(SETTINGS))), load(folder.read(WEIGHTS))


def _checked(settings: Mapping[str, Any], tensors: Mapping[str, np.ndarray]) -> AdapterFile:
    """Raises KeyError, TypeError or ValueError. An update of another α is rescaled to ours."""
    if settings["peft_type"] != "LORA" or any(settings.get(name) for name in OTHER_METHODS):
        raise ValueError("another method")
    rank = int(settings["r"])
    layers = architecture().layers - min(int(_layer(name)) for name in tensors)
    if not (1 <= rank <= MOST_RANK and 1 <= layers <= MOST_LAYERS):
        raise ValueError("rank or layers")
    wanted = _shapes(layers, rank)
    if {name: tensor.shape for name, tensor in tensors.items()} != wanted:
        raise ValueError("the shapes of the tensors")
    scale = float(settings["lora_alpha"]) / rank / SCALE
    factor = {"A": 1.0, "B": scale}
    halves = (factor[name[-len("A.weight")]] * tensors[name].astype(np.float32).ravel() for name in wanted)
    flat = np.concatenate(list(halves))
    if not np.isfinite(flat).all():
        raise ValueError("a number that is none")
    return AdapterFile(layers, rank, flat)


def _shapes(layers: int, rank: int) -> dict[str, tuple[int, int]]:
    """Name → shape of A, then B, of each matrix in the order of NAMES, layer after layer."""
    shapes = {}
    for layer in range(architecture().layers - layers, architecture().layers):
        for name in NAMES:
            rows, columns = architecture().shape(name)
            tensor = f"base_model.model.model.layers.{layer}.{MODULES[name]}.{name}.lora_{{half}}.weight"
            shapes |= {tensor.format(half="A"): (rank, columns), tensor.format(half="B"): (rows, rank)}
    return shapes


def _layer(tensor: str) -> str:
    named = LAYER.match(tensor)
    if named is None:
        raise ValueError("a tensor of another name")
    return named[1]
