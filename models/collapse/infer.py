"""Runs of generations: numpy and counting, so they run in the process that asks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import numpy as np

from models.collapse import curve, words
from models.collapse.kinds import CurveGenerations, CurveStep, TextGenerations, WordsStep
from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.translation import N_
from models.stories import corpus, moby_dick

SHOWN = 60  # words of a text that a step holds
LETTERS_A_WORD = 12  # more than a word of the stories has, with its space


def load(progress: Callable[..., None]) -> None:
    """There is nothing to load."""


def describe(model: None, request: Request | None = None) -> ModelInfo:
    of_words = isinstance(request, TextGenerations)
    name = N_("a Markov chain of words, counted in this run") if of_words else N_("a bell curve, fitted in this run")
    return ModelInfo(name=name, sha256="", arithmetic="fp64")


def curves(request: CurveGenerations) -> Iterator[CurveStep]:
    sizes = request.points, request.generations, request.chains
    replaced = curve.replace(*sizes, np.random.default_rng([request.seed, 0]))
    accumulated = curve.accumulate(*sizes, np.random.default_rng([request.seed, 1]))
    for generation, (one, other) in enumerate(zip(replaced, accumulated, strict=True)):
        yield CurveStep(
            passes=0,
            generation=generation,
            replaced_mean=one.mean,
            replaced_variance=one.variance,
            accumulated_mean=other.mean,
            accumulated_variance=other.variance,
        )


def texts(request: TextGenerations) -> Iterator[WordsStep]:
    if request.source == "moby-dick":
        text = moby_dick.text()
    else:
        text = corpus.text("en", LETTERS_A_WORD * request.words, request.seed)
    first = words.first_text(text, request.words)
    replaced = words.generations(first, request.order, request.generations, False, random.Random(2 * request.seed))
    accumulated = words.generations(
        first, request.order, request.generations, True, random.Random(2 * request.seed + 1)
    )
    for generation, (one, other) in enumerate(zip(replaced, accumulated, strict=True)):
        yield WordsStep(
            passes=0,
            generation=generation,
            replaced_types=len(set(one)),
            accumulated_types=len(set(other)),
            replaced=" ".join(one[:SHOWN]),
            accumulated=" ".join(other[:SHOWN]),
        )


RUNS = {
    CurveGenerations: lambda model, request: curves(request),
    TextGenerations: lambda model, request: texts(request),
}
