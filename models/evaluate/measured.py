"""What the report measured of many pictures of each family, for pages, and what two models drew while they learned.

`python -m models.evaluate --only families` writes the figures, models/<family>/train.py wrote the sheets.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

FILE = Path(__file__).parents[1] / "quality.json"


@dataclass(frozen=True)
class FamilyFigures:
    """All measured alike, against the same real pictures, in the classifier's features."""

    pictures: int  # of the family, and as many real ones
    frechet: float  # Fréchet distance; no unit, 0 for equal distributions
    precision: float  # share of its pictures that lie near real ones, from 0 to 1
    recall: float  # share of real ones that lie near its pictures, from 0 to 1
    score: float  # Inception-style, of the classifier's readings; no unit
    confidence: float  # the classifier's probability of what it reads, mean over pictures and attributes
    hair_styles: int  # different ones seen among the pictures
    backgrounds: int


@cache
def families() -> Mapping[str, FamilyFigures]:
    """By family: "beta", "gan" and "diffusion" where they were measured, and "real", what as many other real pictures
    reach. Read once."""
    report = json.loads(FILE.read_text(encoding="utf-8"))["families"]
    names = [field.name for field in fields(FamilyFigures)]
    return {family: FamilyFigures(**{n: part["figures"][n] for n in names}) for family, part in report.items()}


@dataclass(frozen=True)
class OverTraining:
    """Pictures of one model at moments of its training; in each column the noise is the same."""

    updates: tuple[int, ...]  # after which each row was drawn; the last row is of the shipped weights
    batch: int  # pictures in an update
    rows: NDArray[np.uint8]  # (moments, 128, 1024, 3): eight pictures side by side


@cache
def over_training(family: str) -> OverTraining:
    """Of "diffusion", which was asked for eight texts, or "gan". Read once."""
    updates, batch = {"diffusion": ((33, 100, 332, 995, 3318), 512), "gan": ((120, 360, 1200, 3600, 12000, 20000), 32)}[
        family
    ]
    with Image.open(Path(__file__).parents[1] / family / "sheets" / "over-training.png") as sheet:
        pixels = np.asarray(sheet.convert("RGB"))
    return OverTraining(updates, batch, np.stack(np.split(pixels, len(updates))))
