"""Vectors as fields of colour; each number is read by pointer or keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.engine.translation import N_
from pages.figures.components.define import define, finite, packed, translated

_mount = define("vectors")
ROW = 64  # numbers a row, where nothing else is said
_TEXTS = {
    "legend": N_("Blue: below 0. Red: above. Full tint from ± on, as beside each name."),
    "reading": N_("number {i} of {n}: {value}"),
    "keys": N_("Arrow keys read number by number."),
}


@dataclass(frozen=True, kw_only=True)
class Vector:
    """One vector: a name, its shape in words, its numbers (n,). rows: names of its rows, and which one is marked."""

    name: str
    shape: str
    numbers: np.ndarray
    row: int = ROW  # numbers side by side
    rows: Sequence[str] = ()
    marked: int | None = None
    limit: float | None = None  # from which on the tint is full; None: see `tint`


def tint(numbers: np.ndarray) -> float:
    """The size that all but the largest one in a hundred numbers stay below: a single huge one would pale the rest."""
    return float(np.quantile(np.abs(numbers), 0.99)) or float(np.abs(numbers).max()) or 1.0


def vectors(shown: Sequence[Vector], *, key: str, label: str) -> None:
    """Draws them one below the other. Raises ValueError where a number is not finite, or rows have no name each."""
    for vector in shown:
        if vector.rows and len(vector.rows) != -(-len(vector.numbers) // vector.row):
            raise ValueError(f"{vector.name}: {len(vector.rows)} names for its rows.")
        if not np.isfinite(vector.numbers).all():
            raise ValueError(f"{vector.name} has numbers that are not finite.")
    head = {
        "label": label,
        "vectors": [
            {
                "name": vector.name,
                "shape": vector.shape,
                "row": vector.row,
                "rows": list(vector.rows),
                "marked": vector.marked,
                "limit": finite(vector.limit or tint(vector.numbers), "limit"),
            }
            for vector in shown
        ],
        "texts": translated(_TEXTS),
    }
    _mount(key=key, data=packed(head, *(np.asarray(vector.numbers, "<f4") for vector in shown)))
