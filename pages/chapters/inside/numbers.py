"""What follows from a run's numbers: turned queries and keys, scores, shares, mixtures, parts of a logit. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from models.inside.kinds import InsideStep
from models.text import sampling

Floats = NDArray[np.floating]


def rotated(x: Floats, position: int | NDArray[np.int64], theta: float) -> Floats:
    """Each pair (x[i], x[i + D/2]) turned by the angle position · theta^(−2i/D). x: (…, D)."""
    half = x.shape[-1] // 2
    angles = np.asarray(position)[..., None] * theta ** (-np.arange(half) / half)
    cos, sin = np.cos(angles), np.sin(angles)
    first, second = x[..., :half], x[..., half:]
    return np.concatenate([first * cos - second * sin, second * cos + first * sin], axis=-1)


@dataclass(frozen=True)
class Head:
    """One head at work on the token: each line follows from those above it. n: tokens; the token itself is one."""

    query: Floats  # (D,)
    keys: Floats  # (n, D), of the pair that this head shares
    values: Floats  # (n, D)
    turned_query: Floats  # (D,), rotated by its position
    turned_keys: Floats  # (n, D), each by its own
    seen: int  # tokens up to the token itself: later ones are masked

    @property
    def scores(self) -> Floats:
        """(n,) q·k / √D of all tokens, also of those that the mask hides."""
        return self.turned_keys @ self.turned_query / sqrt(len(self.query))

    @property
    def weights(self) -> Floats:
        """(n,) softmax over the tokens that are seen; 0 for later ones."""
        shares = np.zeros(len(self.keys))
        shares[: self.seen] = sampling.softmax(self.scores[: self.seen])
        return shares

    @property
    def mixed(self) -> Floats:
        """(D,) the values, each by its weight."""
        return self.weights @ self.values


def pair(step: InsideStep, head: int) -> int:
    """The pair of keys and values that a head shares with its neighbours."""
    heads, groups = step.queries.shape[1], step.keys.shape[2]
    return head * groups // heads


def head(step: InsideStep, layer: int, number: int) -> Head:
    shared = pair(step, number)
    query = step.queries[layer, number].astype(np.float64)
    keys = step.keys[layer, :, shared].astype(np.float64)
    values = step.values[layer, :, shared].astype(np.float64)
    return Head(
        query,
        keys,
        values,
        rotated(query, step.position, step.rope_theta),
        rotated(keys, np.arange(len(keys)), step.rope_theta),
        step.position + 1,
    )


def mixed(step: InsideStep, layer: int) -> Floats:
    """(H·D,) what all heads hand to the output matrix of attention, side by side."""
    return np.concatenate([head(step, layer, number).mixed for number in range(step.queries.shape[1])])


def answers(step: InsideStep, layer: int) -> Floats:
    """(mlp_width,) silu(gate) · up of each neuron."""
    gate = step.gates[layer].astype(np.float64)
    # exp overflows to infinity for gates below −709: the quotient is then 0, as it should be.
    with np.errstate(over="ignore"):
        return np.asarray(gate / (1 + np.exp(-gate)) * step.ups[layer])


def stream(step: InsideStep) -> Floats:
    """(L + 1, width) float32: the residual stream before the first layer and after each, added as the network adds."""
    depths = [step.embedding]
    for attention, mlp in zip(step.attention_outputs, step.mlp_outputs, strict=True):
        depths.append((depths[-1] + attention) + mlp)
    return np.stack(depths)


@dataclass(frozen=True)
class Parts:
    """A logit, taken apart: the last norm's scale is that of the finished stream, so the parts sum to it."""

    embedding: float
    attention: Floats  # (L,)
    mlp: Floats  # (L,)

    @property
    def total(self) -> float:
        return float(self.embedding + self.attention.sum() + self.mlp.sum())

    @property
    def largest(self) -> tuple[str, int, float]:
        """ "attention" or "mlp", its layer, and what it adds: the part that raises the logit most."""
        kind = "attention" if self.attention.max() > self.mlp.max() else "mlp"
        row = self.attention if kind == "attention" else self.mlp
        return kind, int(row.argmax()), float(row.max())


def parts(step: InsideStep, candidate: int) -> Parts:
    direction = step.directions[candidate].astype(np.float64)
    return Parts(float(step.embedding @ direction), step.attention_outputs @ direction, step.mlp_outputs @ direction)


def first_depth(ranks: Sequence[bool]) -> int | None:
    """The depth from which on something holds to the end; None: not even at the end."""
    if not ranks[-1]:
        return None
    return next((depth + 1 for depth in reversed(range(len(ranks))) if not ranks[depth]), 0)


def moved(before: Floats, after: Floats) -> float:
    """Total variation distance: the share of the probability that went to other tokens."""
    return float(np.abs(before - after).sum() / 2)
