"""What was measured of the model of shapes, for pages: `python -m models.evaluate --only shapes` writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "quality.json"


@dataclass(frozen=True)
class Share:
    """Of n, with its 95 % interval (Wilson)."""

    share: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Mean:
    """Of n, with its 95 % interval (Student)."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class SetFigures:
    """A set of clouds against as many new real ones, all seeds together."""

    nearest: Share  # whose nearest other cloud is of their own set; 0.5: the sets cannot be told apart
    by_seed: tuple[float, ...]
    coverage: Share  # of the real clouds, those that are the nearest one of some cloud of the set
    mmd: float  # mean Chamfer distance of a real cloud to the nearest of the set


@dataclass(frozen=True)
class SizeFigures:
    """Of one class, in percent or percentage points."""

    off: Mean  # absolute difference between asked and found, of drawn clouds
    real_off: Mean  # the same of real ones: what the measuring itself is off
    asked: tuple[float, ...]  # of the drawn clouds
    found: tuple[float, ...]


@cache
def _figures() -> Mapping[str, Any]:
    report = json.loads(FILE.read_text(encoding="utf-8"))["shapes"]
    return {name: part["figures"] for name, part in report.items()}


@cache
def sets() -> Mapping[str, SetFigures]:
    """By set: "real", "encoded and drawn", "1 steps", "5 steps", "20 steps", "noise"."""
    rows = {name: row for name, row in _figures()["sets"].items() if isinstance(row, dict)}
    return {
        name: SetFigures(
            Share(**row["1-NN"]), tuple(row["1-NN of each seed"]), Share(**row["coverage"]), float(row["MMD"])
        )
        for name, row in rows.items()
    }


@cache
def sizes() -> Mapping[str, SizeFigures]:
    """By class."""
    return {
        name: SizeFigures(
            Mean(**row["drawn"]["mean absolute difference"]),
            Mean(**row["real"]["mean absolute difference"]),
            tuple(row["asked"]),
            tuple(row["found"]),
        )
        for name, row in _figures()["sizes"].items()
    }


@cache
def mistaken() -> Mapping[str, Mapping[str, Share]]:
    """Of "drawn" and "real" clouds, by class and of "all": those nearest to a real cloud of another class."""
    return {
        kind: {name: Share(**share) for name, share in rows.items()} for kind, rows in _figures()["classes"].items()
    }


@cache
def off_surface() -> Mapping[str, Share]:
    """By class, the points farther than 0.05 from the surface, of clouds that were encoded and drawn again."""
    return {name: Share(**row["off the surface"]) for name, row in _figures()["surface"].items()}
