"""How good pictures without words are after so many steps, for pages: `python -m models.diffusion.evaluate_steps`
writes the file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("steps.json")


@dataclass(frozen=True)
class Curve:
    """One scheduler's figures, each for every number of steps."""

    frechet: tuple[float, ...]  # Fréchet distance to the real pictures, in the classifier's features; no unit
    precision: tuple[float, ...]  # share of its pictures that lie near real ones, from 0 to 1
    recall: tuple[float, ...]  # share of real ones that lie near its pictures, from 0 to 1
    score: tuple[float, ...]  # Inception-style, of the classifier's readings; no unit
    confidence: tuple[float, ...]  # the classifier's probability of what it reads, mean over pictures and attributes
    seconds: tuple[float, ...]  # wall time of one picture of a batch, decoded


@dataclass(frozen=True)
class QualityBySteps:
    pictures: int  # behind each figure, with the same seeds everywhere, against as many real ones
    floor: float  # Fréchet distance of as many other real pictures: what chance alone gives
    real_confidence: float  # the classifier's, in real pictures
    steps: tuple[int, ...]
    curves: Mapping[str, Curve]  # by scheduler


@cache
def quality_by_steps() -> QualityBySteps:
    """Of the shipped weights, read once."""
    report = json.loads(FILE.read_text(encoding="utf-8"))
    names = [field.name for field in fields(Curve)]
    return QualityBySteps(
        pictures=report["pictures"],
        floor=report["floor"],
        real_confidence=report["real_confidence"],
        steps=tuple(report["steps"]),
        curves={s: Curve(**{name: tuple(row[name]) for name in names}) for s, row in report["curves"].items()},
    )
