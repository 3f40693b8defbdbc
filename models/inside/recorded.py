"""Matrices that keep what goes in and comes out, as forward hooks do, and matrices whose result is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from models.text.net import Layer, Matrix, Net


@dataclass(frozen=True)
class Recorded:
    """A matrix that keeps the (n, width) that it was last given, and the (n, rows) that it gave."""

    matrix: Matrix
    kept: list[np.ndarray] = field(default_factory=list)

    def __call__(self, x: np.ndarray) -> np.ndarray:
        y = self.matrix(x)
        self.kept[:] = [x, y]
        return y

    def dense(self) -> np.ndarray:
        return self.matrix.dense()


def recorded(net: Net) -> Net:
    """The same network with matrices that record."""
    return replace(net, layers=tuple(_recorded(layer) for layer in net.layers))


def _recorded(layer: Layer) -> Layer:
    return replace(
        layer,
        qkv_proj=Recorded(layer.qkv_proj),
        o_proj=Recorded(layer.o_proj),
        gate_up_proj=Recorded(layer.gate_up_proj),
        down_proj=Recorded(layer.down_proj),
    )


@dataclass(frozen=True)
class Changed:
    """A matrix whose result (n, rows) is changed."""

    matrix: Matrix
    change: Callable[[np.ndarray], np.ndarray]

    def __call__(self, x: np.ndarray) -> np.ndarray:
        return self.change(self.matrix(x))

    def dense(self) -> np.ndarray:
        return self.matrix.dense()
