"""What can be asked to see how sure a model is of its answer: a question, a fact beside it, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from models.answers.prompt import written
from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step
from models.text.prompt import Prompt

NEW_TOKENS = 12  # of an answer, at most; its line ends it earlier


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask(Request):
    """One question: the greedy answer with its probability, and answers drawn at temperature 1. Examples of short
    answers come before it (few-shot, Brown et al., arXiv:2005.14165)."""

    kind: ClassVar[str] = "ask"
    family: ClassVar[str] = "answers"
    first_guess: ClassVar[float] = 2.0
    question: Annotated[str, Prompt(64)] = "What is the capital of Turkey?"
    fact: Annotated[str, Prompt(64, empty=True)] = ""
    """Written above the question, as the examples then have one, too; empty: none."""
    samples: Annotated[int, Range(0, 20)] = 10
    seed: Seed = 0
    """Answer i of n is drawn with the random numbers of the seed n · seed + i, so that two seeds share none."""

    @property
    def prompt(self) -> str:
        """All that the model reads."""
        return written(self.question, self.fact)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class AskStep(Step):
    """All answers. Row 0 is the greedy one, the others are drawn."""

    input_ids: np.ndarray  # (n,) int64, the prompt
    output_ids: np.ndarray  # (1 + samples, NEW_TOKENS) int64, up to and with the line's end; −1 after it
    logprobs: np.ndarray  # (1 + samples,) float64, natural log of each whole answer's probability, its end included


ASKED = Ask()
HELPED = Ask(fact="The capital of Turkey is Ankara.")
INVENTED = Ask(question="What is the capital of Zubrovia?")


def prepared() -> tuple[Request, ...]:
    """The runs that are shipped: see models/prepared.py."""
    return (ASKED, HELPED, INVENTED)
