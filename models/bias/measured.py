"""What the model gave for the lists of lists.py, for pages: `python -m models.bias.evaluate` writes the file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("measured.json")
RED_HAT = "a person with a red hat"
SEEDS = range(60)


@dataclass(frozen=True)
class Measured:
    """Natural logs of probabilities unless told otherwise, in the order of lists.py."""

    occupations: np.ndarray  # (52, 20, 2): occupation, template, he and she
    neutral: np.ndarray  # (4, 20, 2), the same of words that name no occupation
    synonyms: np.ndarray  # (10, 20, 2), of the second word of each pair
    orders: np.ndarray  # (52, 2): "he or she" and "she or he" after the first template
    names: np.ndarray  # (30, 4, 16): women's, then men's names, template, trait
    scenes: np.ndarray  # (10, 2, 2): scene, who is named first, he and she: nats by which "mostly men" is ahead
    red_hat: np.ndarray  # (60, 12) int64: what the judge reads in pictures of RED_HAT
    training: tuple[np.ndarray, ...]  # of each attribute (values,) int64: how many training people show each


@cache
def measured() -> Measured:
    """Of the shipped weights, read once."""
    report = json.loads(FILE.read_text(encoding="utf-8"))
    training = tuple(np.array(counts) for counts in report.pop("training"))
    return Measured(training=training, **{name: np.array(values) for name, values in report.items()})
