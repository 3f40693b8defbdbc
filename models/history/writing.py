"""How a machine goes on from a text: piece by piece, each drawn by its probability."""

from __future__ import annotations

import numpy as np

from models.history.shared import Machine
from models.stories.corpus import END
from models.tiny_transformer.pieces import Pieces


def continued(machine: Machine, pieces: Pieces, prompt: str, count: int, temperature: float, seed: int) -> str:
    """So many pieces after the prompt, which stands at the beginning of a story."""
    ids, random = pieces.encode(END + prompt), np.random.default_rng(seed)
    before = len(ids)
    for _ in range(count):
        ids.append(_picked(machine.next(ids), temperature, random))
    return pieces.decode(ids[before:])


def _picked(probabilities: np.ndarray, temperature: float, random: np.random.Generator) -> int:
    logits = np.log(np.maximum(probabilities, 1e-300)) / temperature
    shares = np.exp(logits - logits.max())
    return int(random.choice(len(shares), p=shares / shares.sum()))
