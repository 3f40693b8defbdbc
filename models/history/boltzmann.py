"""A restricted Boltzmann machine: pixels and hidden units that make each other likely, and no order among them.

The energy of pixels v and hidden units h, all 0 or 1, is −v·W·h − a·v − b·h; the lower it is, the likelier are both.
Each side is drawn given the other, again and again (Gibbs sampling), and pictures come out of noise. Two such machines,
the second on the hidden units of the first, are a deep belief net.
Sources: Smolensky 1986; Hinton, Training products of experts by minimizing contrastive divergence, Neural Computation
14, 2002; with chains that go on (Tieleman, ICML 2008). Hinton et al., A fast learning algorithm for deep belief nets,
Neural Computation 18, 2006.
Shapes: n pictures, v pixels, k hidden units.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BATCH, DECAY = 50, 0.0002  # pictures in an update, and chains that go on; how much of each weight is taken off


@dataclass(frozen=True)
class Boltzmann:
    weights: Floats  # (v, k)
    pixels: Floats  # (v,) a
    hidden: Floats  # (k,) b

    @property
    def numbers(self) -> int:
        """How many numbers were learned."""
        return self.weights.size + self.pixels.size + self.hidden.size

    def up(self, pixels: Floats) -> Floats:
        """(n, k): the probability that each hidden unit is on, given the pixels (n, v)."""
        return sigmoid(product(pixels, self.weights) + self.hidden)

    def down(self, hidden: Floats) -> Floats:
        """(n, v): the probability that each pixel is on, given the hidden units (n, k)."""
        return sigmoid(product(hidden, self.weights.T) + self.pixels)


def product(a: Floats, b: Floats) -> Floats:
    """a @ b by torch, whose threads sleep while they wait; those of numpy spin, which is slow on a busy machine."""
    result: Floats = (torch.from_numpy(a) @ torch.from_numpy(b)).numpy()
    return result


def sigmoid(x: Floats) -> Floats:
    result: Floats = 1 / (1 + np.exp(-x))
    return result


def drawn(probabilities: Floats, random: np.random.Generator) -> Floats:
    """0 or 1, each by its probability."""
    return (random.random(probabilities.shape) < probabilities).astype(float)


def gibbs(machine: Boltzmann, pixels: Floats, random: np.random.Generator) -> Floats:
    """One round: the hidden units given the pixels, then the pixels given those: (n, v) of 0 and 1."""
    return drawn(machine.down(drawn(machine.up(pixels), random)), random)


def learned(data: Floats, hidden: int, rounds: int, rate: float, seed: int) -> Boltzmann:
    """Learns (n, v) pictures of 0 and 1 in so many rounds over all of them, by persistent contrastive divergence: what
    is on together in the pictures becomes likelier, what is on together in the machine's own becomes less likely. The
    rate falls evenly to 0."""
    random = np.random.default_rng(seed)
    mean = data.mean(0).clip(0.01, 0.99)
    weights = 0.01 * random.standard_normal((data.shape[1], hidden))
    machine = Boltzmann(weights, np.log(mean / (1 - mean)), np.zeros(hidden))
    chains = drawn(np.full((BATCH, data.shape[1]), 0.5), random)
    for number in range(rounds):
        now = rate * (1 - number / rounds)
        for rows in np.array_split(random.permutation(len(data)), len(data) // BATCH):
            machine, chains = _update(machine, data[rows], chains, now, random)
    return machine


def _update(
    machine: Boltzmann, seen: Floats, chains: Floats, rate: float, random: np.random.Generator
) -> tuple[Boltzmann, Floats]:
    chains = gibbs(machine, chains, random)
    real, own = machine.up(seen), machine.up(chains)
    weights = product(seen.T, real) / len(seen) - product(chains.T, own) / len(chains)
    better = Boltzmann(
        machine.weights + rate * (weights - DECAY * machine.weights),
        machine.pixels + rate * (seen.mean(0) - chains.mean(0)),
        machine.hidden + rate * (real.mean(0) - own.mean(0)),
    )
    return better, chains


def error(machine: Boltzmann, pictures: Floats) -> float:
    """Mean squared difference of pictures (n, v) and what comes back from their hidden units."""
    return float(((machine.down(machine.up(pictures)) - pictures) ** 2).mean())
