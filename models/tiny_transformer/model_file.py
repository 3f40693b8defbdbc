"""A trained network as a file to hand on: safetensors, with its tokenizer beside the weights. Nothing in it can run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from models.engine.errors import InvalidRequest
from models.engine.translation import N_
from models.tiny_transformer.shape import shapes

MOST_BYTES = 2 * 2**20
MOST_PIECES = 1024
FORMAT = "tiny-transformer-1"


@dataclass(frozen=True)
class ModelFile:
    weights: np.ndarray  # (learned,) float32, tensor after tensor in the order of shape.shapes
    vocabulary: dict[str, int]  # piece, its bytes written as the `tokenizers` library writes them → id
    merges: list[tuple[str, str]]

    @property
    def pieces(self) -> int:
        return len(self.vocabulary)


def pack(weights: np.ndarray, tokenizer: str) -> bytes:
    """`weights` as LearnedStep has them, `tokenizer` as JSON of the `tokenizers` library."""
    model = json.loads(tokenizer)["model"]
    about = json.dumps({"vocabulary": model["vocab"], "merges": model["merges"]})
    return bytes(save(_cut(weights, len(model["vocab"])), {"format": FORMAT, "tokenizer": about}))


def read(data: bytes) -> ModelFile:
    """Raises InvalidRequest for a file that is no whole model of this kind."""
    if len(data) > MOST_BYTES:
        raise InvalidRequest(
            N_("The model file has {n:.1f} MB; at most {limit} MB are read."),
            n=len(data) / 2**20,
            limit=MOST_BYTES // 2**20,
        )
    try:
        tensors, about = load(data), _metadata(data)
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise InvalidRequest(N_("This is no model file from here, or not the whole of it.")) from error
    if about.get("format") != FORMAT:
        raise InvalidRequest(N_("This model file is of another kind or version: it cannot be read here."))
    try:
        return _checked(tensors, json.loads(about["tokenizer"]))
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidRequest(N_("The numbers or the pieces of this model file are damaged.")) from error


def _metadata(data: bytes) -> dict[str, str]:
    """What stands in the head of a safetensors file that has been read."""
    size = int.from_bytes(data[:8], "little")
    return dict(json.loads(data[8 : 8 + size]).get("__metadata__", {}))


def _checked(tensors: dict[str, np.ndarray], tokenizer: dict[str, Any]) -> ModelFile:
    """Raises ValueError, KeyError or TypeError."""
    vocabulary = {str(piece): int(number) for piece, number in dict(tokenizer["vocabulary"]).items()}
    merges = [(str(left), str(right)) for left, right in list(tokenizer["merges"])]
    if not 2 <= len(vocabulary) <= MOST_PIECES or sorted(vocabulary.values()) != list(range(len(vocabulary))):
        raise ValueError("the ids of the pieces")
    if len(merges) > MOST_PIECES or any(
        piece not in vocabulary for left, right in merges for piece in (left, right, left + right)
    ):
        raise ValueError("the merges")
    wanted = shapes(len(vocabulary))
    if {name: tensor.shape for name, tensor in tensors.items()} != wanted:
        raise ValueError("the shapes of the tensors")
    flat = np.concatenate([tensors[name].astype(np.float32).ravel() for name in wanted])
    if not np.isfinite(flat).all():
        raise ValueError("a number that is none")
    return ModelFile(flat, vocabulary, merges)


def _cut(flat: np.ndarray, pieces: int) -> dict[str, np.ndarray]:
    tensors, at = {}, 0
    for name, shape in shapes(pieces).items():
        size = int(np.prod(shape))
        tensors[name] = flat[at : at + size].reshape(shape)
        at += size
    return tensors
