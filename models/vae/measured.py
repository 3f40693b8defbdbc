"""What was measured of the VAE's directions, for pages: `python -m models.vae.evaluate_directions` writes the file.

A direction was added, at several amounts, to faces of the shipped sample that show another value of its attribute, and
the classifier read what came of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("directions.json")


@dataclass(frozen=True)
class Direction:
    faces: int  # that it was added to
    shares: tuple[float, ...]  # from 0 to 1, for each amount: of the faces, those read with its value


@dataclass(frozen=True)
class Directions:
    amounts: tuple[float, ...]  # how many times a direction was added
    of: Mapping[str, Direction]  # by name: "glasses/sunglasses"

    def best(self, name: str) -> tuple[float, float]:
        """(amount, share): where a direction brings its value most often; of equal ones the smallest amount."""
        shares = self.of[name].shares
        best = shares.index(max(shares))
        return self.amounts[best], shares[best]


@cache
def directions() -> Directions:
    """Of the shipped weights, read once."""
    report = json.loads(FILE.read_text(encoding="utf-8"))
    of = {name: Direction(row["faces"], tuple(row["shares"])) for name, row in report["directions"].items()}
    return Directions(tuple(report["amounts"]), of)
