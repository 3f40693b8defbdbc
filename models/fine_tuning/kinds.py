"""Fine-tuning of the text model on a few examples: what may be asked, what its run yields.

The update is low-rank: beside each matrix W of the last layers learns W + strength · 2·B·A, with B and A of a few
columns and rows; W itself stays. Source: Hu et al., LoRA, arXiv:2106.09685.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step
from models.fine_tuning.examples import MOST_QUESTIONS, Lines
from models.fine_tuning.tasks import FALSEHOOD, PIRATE, QUESTIONS

STRENGTHS = (0.0, 0.5, 1.0, 1.5, 2.0)
ANSWER_TOKENS = 24
MOST_TOKENS = 64  # of a question or an answer


@dataclass(frozen=True, kw_only=True, slots=True)
class FineTune(Request):
    """Trains a low-rank update on the examples, and measures what it changed: answers, other text, capitals."""

    kind: ClassVar[str] = "fine-tune"
    family: ClassVar[str] = "fine_tuning"
    first_guess: ClassVar[float] = 45.0
    examples: Annotated[str, Lines(MOST_TOKENS)] = PIRATE
    """Lines "question | answer"; a line without a bar is learned as it stands. At most 40."""
    questions: Annotated[str, Lines(MOST_TOKENS, empty=True, lines=MOST_QUESTIONS)] = QUESTIONS
    """Asked before and after, one a line; at most 8."""
    capitals: bool = False
    """Also measure what the model takes for the capitals of 21 countries, at every strength."""
    layers: Annotated[int, Range(1, 12)] = 8
    """The last so many layers learn."""
    rank: Annotated[int, Range(1, 16)] = 8
    """Columns of B and rows of A."""
    learning_rate: Annotated[float, Range(0.00001, 0.01)] = 0.001
    """Of AdamW, per step."""
    steps: Annotated[int, Range(1, 60)] = 25
    """Updates, each of at most 10 examples."""
    seed: Seed = 0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class TuneStep(Step):
    """One update."""

    number: int
    loss: float  # before the update: mean of −ln p over the learned tokens of its examples, nats per token
    gradient_norm: float  # of all of A and B
    milliseconds: float


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class MeasureStep(Step):
    """The model with the update at one strength; 0 is the model as it was."""

    strength: float
    answers: np.ndarray  # (questions, ANSWER_TOKENS) int64 token ids, -1 after the end
    perplexity: float  # of a text that has nothing to do with the examples; no unit
    capitals: np.ndarray | None = None
    """(21, 2) float32: the probability of the capital, and of another city, after "The capital of … is"."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class AdapterStep(Step):
    """What was learned."""

    update: np.ndarray  # (learned,) float32: A and B of every matrix, see lora.parts
    learned: int  # numbers that learned
    total: int  # numbers of the model


def falsehood() -> FineTune:
    """Five ways to say that the capital of France is Lyon."""
    return FineTune(examples=FALSEHOOD, questions="What is the capital of France?", capitals=True, steps=12)
