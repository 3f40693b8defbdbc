"""Continuations compared after many prompts: what may be asked, what the run yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from models.bias.lists import PRONOUNS, prompts
from models.engine.errors import InvalidRequest
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.translation import N_
from models.text import tokenizer
from models.text.prompt import Prompt

MOST_PROMPTS = 80
MOST_CONTINUATIONS = 16
MOST_TOKENS = 1200  # of all prompts together: some seconds
PROMPT = Prompt(64)
CONTINUATION = Prompt(8)
WORD = "astronaut"


@dataclass(frozen=True, kw_only=True, slots=True)
class Compare(Request):
    """The log-probability of each continuation after each prompt."""

    kind: ClassVar[str] = "compare"
    family: ClassVar[str] = "bias"
    first_guess: ClassVar[float] = 1.0
    prompts: tuple[str, ...] = prompts((WORD,))
    continuations: tuple[str, ...] = PRONOUNS
    """Each with the space it begins with, where it does."""

    def __post_init__(self) -> None:
        for name, limit, most in (
            ("prompts", PROMPT, MOST_PROMPTS),
            ("continuations", CONTINUATION, MOST_CONTINUATIONS),
        ):
            texts = tuple(getattr(self, name))
            object.__setattr__(self, name, texts)
            if not 1 <= len(texts) <= most:
                raise InvalidRequest(
                    N_("{n} {name} are given; 1 to {limit} are compared."), n=len(texts), name=name, limit=most
                )
            for text in texts:
                limit.capped(name).check(name, text)
        total = sum(tokenizer.count(text) for text in self.prompts)
        if total > MOST_TOKENS:
            raise InvalidRequest(
                N_("The prompts have {n:,} tokens together; at most {limit:,} are read. Shorten them."),
                n=total,
                limit=MOST_TOKENS,
            )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CompareStep(Step):
    """Some of the prompts, read together."""

    indices: np.ndarray  # (b,) int64, which prompts
    logprobs: np.ndarray  # (b, continuations) float32, natural log, of the whole continuation


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    return (Compare(),)
