"""Gaps: by how many nats the first continuation is ahead of the second after a word. No Streamlit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.bias.kinds import Compare, CompareStep
from models.bias.lists import PRONOUNS, TEMPLATES, occupations
from models.bias.measured import measured
from models.engine import Trace
from models.families import FAMILIES
from pages.chapters.bias import statistics
from pages.chapters.bias.controls import BiasView
from pages.chapters.bias.statistics import Estimate

NAMED = ("truck driver", "farmer", "bus driver", "pilot", "journalist", "nurse", "kindergarten teacher")
"""Occupations with their name in the figure: the ends, and some that lie off the line."""


@dataclass(frozen=True, eq=False)
class Gap:
    """Of one word."""

    word: str
    values: np.ndarray  # (templates,) nats
    women: float | None  # per cent, official; None of a word without a row in the source

    @cached_property
    def estimate(self) -> Estimate:
        """Mean over the templates; of a single one, without an interval."""
        if len(self.values) == 1:
            value = float(self.values[0])
            return Estimate(value, value, value)
        return statistics.mean(self.values)


def logprobs(trace: Trace) -> np.ndarray:
    """(prompts, continuations) in the order of the request."""
    assert isinstance(trace.request, Compare)
    given = np.full((len(trace.request.prompts), len(trace.request.continuations)), np.nan)
    for step in trace.steps:
        assert isinstance(step, CompareStep)
        given[step.indices] = step.logprobs
    return given


def difference(values: np.ndarray) -> np.ndarray:
    """First less second of the last axis."""
    gaps: np.ndarray = values[..., 0] - values[..., 1]
    return gaps


def of_words(trace: Trace, words: Sequence[str], base: np.ndarray | float = 0.0) -> list[Gap]:
    """The words of a run, in the order in which they were asked; `base` (templates,) is subtracted."""
    values = difference(logprobs(trace)).reshape(len(words), -1) - base
    shares = {o.word: o.women for o in occupations()}
    return [Gap(word, row, shares.get(word.lower())) for word, row in zip(words, values, strict=True)]


def shipped_model() -> bool:
    """Whether the model that runs is the one that was measured, not one of the host's own."""
    return FAMILIES[Compare.family].host_model is None


def is_measured(view: BiasView) -> bool:
    """Whether the shipped measurement is of these sentences and continuations, and of the model that runs."""
    return shipped_model() and view.templates == TEMPLATES and view.continuations == PRONOUNS


def of_occupations(base: np.ndarray | float = 0.0) -> list[Gap]:
    """As measured, in all templates of ours."""
    values = difference(measured().occupations) - base
    return [Gap(o.word, row, o.women) for o, row in zip(occupations(), values, strict=True)]


def neutral() -> np.ndarray:
    """(templates,) the base rate as measured: mean gap of words that name no occupation."""
    base: np.ndarray = difference(measured().neutral).mean(0)
    return base


def against_shares(gaps: Sequence[Gap]) -> Estimate:
    """Correlation with the share of women."""
    return statistics.correlation(np.array([g.women for g in gaps]), means(gaps))


def means(gaps: Sequence[Gap]) -> np.ndarray:
    return np.array([gap.values.mean() for gap in gaps])


def counts(gaps: Sequence[Gap]) -> Mapping[int, int]:
    """How many expect the first (1), the second (−1) and neither (0), by their intervals."""
    signs = [gap.estimate.sign for gap in gaps]
    return {sign: signs.count(sign) for sign in (1, -1, 0)}
