"""Generations that learn from what the one before made: what may be asked, what each generation yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step

Source = Literal["moby-dick", "stories"]


@dataclass(frozen=True, kw_only=True, slots=True)
class CurveGenerations(Request):
    """A bell curve fitted to points that the curve before drew, generation after generation, many times over.

    Source: Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y; accumulated: Gerstgrasser et al. 2024,
    arXiv:2404.01413.
    """

    kind: ClassVar[str] = "curve-generations"
    family: ClassVar[str] = "collapse"
    points: Annotated[int, Range(2, 200)] = 20
    """That each generation draws."""
    generations: Annotated[int, Range(1, 100)] = 50
    chains: Annotated[int, Range(1, 1000)] = 400
    """How many times it is done, each with its own random numbers."""
    seed: Seed = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class TextGenerations(Request):
    """A Markov chain of words that counts a text and writes one as long, which the next one counts."""

    kind: ClassVar[str] = "text-generations"
    family: ClassVar[str] = "collapse"
    source: Source = "moby-dick"
    words: Annotated[int, Range(100, 10_000)] = 3000
    """Of the first text, and that each generation writes."""
    order: Annotated[int, Range(0, 3)] = 1
    """Words that the chain looks back."""
    generations: Annotated[int, Range(1, 60)] = 30
    seed: Seed = 0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CurveStep(Step):
    """The curves after so many generations; the first step is the truth, mean 0 and variance 1."""

    generation: int
    replaced_mean: np.ndarray  # (chains,) float64, fitted to the newest points alone
    replaced_variance: np.ndarray  # (chains,) float64, divided by n, as maximum likelihood has it
    accumulated_mean: np.ndarray  # (chains,) float64, fitted to all points so far
    accumulated_variance: np.ndarray  # (chains,) float64


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class WordsStep(Step):
    """The texts of one generation; the first step is the original text, for both."""

    generation: int
    replaced_types: int  # different words in the text of a chain that counted the newest text alone
    accumulated_types: int  # different words in the text of a chain that counted all texts so far
    replaced: str  # how that text begins
    accumulated: str
