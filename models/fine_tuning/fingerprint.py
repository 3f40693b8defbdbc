"""A fingerprint of all weights: one changed bit gives another."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from models.text.net import Net


def fingerprint(net: Net) -> str:
    """SHA-256 of every array of the net as it lies in memory, 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for array in _arrays(net):
        digest.update(np.ascontiguousarray(array).view(np.uint8))
    return digest.hexdigest()


def _arrays(part: Any) -> Iterator[np.ndarray]:
    """All arrays in a net, a layer or a matrix, in the order of their fields."""
    if isinstance(part, np.ndarray):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _arrays(one)
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from _arrays(getattr(part, field.name))
    elif hasattr(part, "__dict__"):
        yield from (value for value in vars(part).values() if isinstance(value, np.ndarray))
