"""A map of decoded pictures: the picture at the pointer, and labelled points for known pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.engine.translation import N_
from pages.figures.components.define import define, finite, packed, translated

_mount = define("latent_map")
_TEXTS = {
    "map": N_("Map. Arrow keys move the place, with Shift five at once."),
    "here": N_("z = ({x}, {y})"),
    "picture": N_("Face decoded at ({x}, {y}): {read}"),
}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What points of one colour and shape have in common. The colour comes from our own palette, as #rrggbb."""

    name: str
    colour: str
    square: bool = False


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A named place."""

    name: str
    x: float
    y: float


def latent_map(
    sheet: bytes,
    reads: Sequence[str],
    grid: NDArray[np.floating],
    points: NDArray[np.floating],
    kind_of: Sequence[int],
    kinds: Sequence[Kind],
    marks: Sequence[Mark],
    *,
    key: str,
    label: str,
    faces: bool = False,
) -> None:
    """Draws the map. The picture beside it is the one of the grid that lies nearest to the pointer; no server is asked.

    sheet: a WebP file of side × side pictures, rows from the top by falling second number. reads: for each of them what
    it shows, row by row. grid: (2, side), the values of both numbers. points: (n, 2); kind_of: the place in kinds of
    each, negative for points that belong to none. faces: draw all pictures in place of the points.
    """
    side = grid.shape[1]
    if len(reads) != side * side or len(points) != len(kind_of):
        raise ValueError(f"{len(reads)} readings, {len(points)} points of {len(kind_of)}: they do not fit a map.")
    head = {
        "label": label,
        "side": side,
        "x": [finite(v, "x") for v in grid[0]],
        "y": [finite(v, "y") for v in grid[1]],
        "reads": list(reads),
        "kinds": [vars(kind) for kind in kinds],
        "kind_of": [int(k) for k in kind_of],
        "marks": [{"name": m.name, "x": finite(m.x, "x"), "y": finite(m.y, "y")} for m in marks],
        "faces": faces,
        "texts": translated(_TEXTS),
    }
    _mount(key=key, data=packed(head, sheet, np.asarray(points, "<f4")))
