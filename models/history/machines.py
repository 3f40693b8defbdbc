"""The machines as they learned: read from their shipped numbers when each is first asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import cast

import numpy as np
import torch
from safetensors.numpy import load_file

from models.history import recurrent
from models.history.boltzmann import Boltzmann
from models.history.hidden import HiddenMarkov
from models.history.markov import chain
from models.history.networks import Network
from models.history.shared import CONTEXT, Machine, corpus
from models.tiny_transformer import net

WEIGHTS = Path(__file__).with_name("weights")


def machine(name: str, order: int) -> Machine:
    return chain(order) if name == "markov" else learned(name)


@cache
def learned(name: str) -> Machine:
    tensors = load_file(WEIGHTS / f"{name}.safetensors")
    if name == "hmm":
        return HiddenMarkov(**{key: _even(tensor.astype(np.float64)) for key, tensor in tensors.items()})
    weights = {key: torch.from_numpy(tensor.astype(np.float32)) for key, tensor in tensors.items()}
    if name == "transformer":
        numbers = sum(weight.numel() for weight in weights.values())
        return Network(numbers, lambda ids: net.logits(weights, ids), CONTEXT)
    model = recurrent.drawn(cast(recurrent.Cell, name), corpus().pieces.count, 0)
    model.load_state_dict(weights)
    return Network(model.numbers, model)


def _even(probabilities: np.ndarray) -> np.ndarray:
    """Rounded to fp32, rows of probabilities no longer sum to 1."""
    result: np.ndarray = probabilities / probabilities.sum(-1, keepdims=True)
    return result


@cache
def boltzmann_machines() -> tuple[Boltzmann, Boltzmann]:
    tensors = load_file(WEIGHTS / "boltzmann.safetensors")
    first, second = (
        Boltzmann(*(tensors[f"{name} {part}"].astype(np.float64) for part in ("weights", "pixels", "hidden")))
        for name in ("first", "second")
    )
    return first, second
