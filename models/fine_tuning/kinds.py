"""Fine-tuning of the text model on a few examples: what may be asked, what its runs yield.

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
from models.fine_tuning import adapter_file
from models.fine_tuning.adapter_file import MOST_LAYERS, MOST_RANK, AdapterFile
from models.fine_tuning.examples import MOST_QUESTIONS, Lines, Pairs
from models.fine_tuning.tasks import CAPITAL_QUESTIONS, FALSEHOOD, PAIRS, PIRATE, PREFERENCE_QUESTIONS, QUESTIONS
from models.text.architecture import architecture

STRENGTHS = (0.0, 0.5, 1.0, 1.5, 2.0)
ANSWER_TOKENS = 24  # of an answer, at most
TEMPERATURE = 0.7  # of the answers
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
    layers: Annotated[int, Range(1, MOST_LAYERS)] = 8
    """The last so many layers learn; all of a model that has fewer."""
    rank: Annotated[int, Range(1, MOST_RANK)] = 8
    """Columns of B and rows of A."""
    learning_rate: Annotated[float, Range(0.00001, 0.01)] = 0.001
    """Of AdamW, per step."""
    steps: Annotated[int, Range(1, 60)] = 25
    """Updates, each of at most 10 examples."""
    seed: Seed = 1

    @property
    def learning(self) -> int:
        """How many layers learn."""
        return min(self.layers, architecture().layers)


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
    """What was learned. Everything that comes after it was measured with these very numbers."""

    update: np.ndarray  # (learned,) float16: A and B of every matrix, see lora.parts
    learned: int  # numbers that learned
    total: int  # numbers of the model
    merged_error: float  # largest difference of a logit between W + 2·B·A as one matrix and as two, in one example


@dataclass(frozen=True, kw_only=True, slots=True)
class Prefer(Request):
    """Trains the low-rank update on pairs of answers, of which the first is preferred, without any reward model.

    Source: Rafailov et al., Direct Preference Optimization, arXiv:2305.18290.
    """

    kind: ClassVar[str] = "prefer"
    family: ClassVar[str] = "fine_tuning"
    first_guess: ClassVar[float] = 40.0
    pairs: Annotated[str, Pairs(MOST_TOKENS)] = PAIRS
    """Lines "question | preferred answer | other answer"; at most 12."""
    questions: Annotated[str, Lines(MOST_TOKENS, empty=True, lines=MOST_QUESTIONS)] = PREFERENCE_QUESTIONS
    """Asked before and after, one a line; at most 8."""
    beta: Annotated[float, Range(0.01, 1)] = 0.1
    """How strongly the model is held to what it was; no unit."""
    layers: Annotated[int, Range(1, MOST_LAYERS)] = 8
    """The last so many layers learn; all of a model that has fewer."""
    rank: Annotated[int, Range(1, 16)] = 8
    """Columns of B and rows of A."""
    learning_rate: Annotated[float, Range(0.00001, 0.01)] = 0.001
    """Of AdamW, per step."""
    steps: Annotated[int, Range(1, 40)] = 10
    """Updates, each of all pairs."""
    seed: Seed = 0

    @property
    def learning(self) -> int:
        """How many layers learn."""
        return min(self.layers, architecture().layers)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PreferStep(Step):
    """One update; its numbers are from before it."""

    number: int
    loss: float  # mean of −ln σ(margin), nats per pair
    margins: np.ndarray  # (pairs,) float64, β · (ln ratio of the preferred answer − ln ratio of the other); no unit
    milliseconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Chat(Request):
    """Answers questions as in a chat, with an update out of a file or none, and takes a fingerprint of all weights
    before and after."""

    kind: ClassVar[str] = "chat"
    family: ClassVar[str] = "fine_tuning"
    first_guess: ClassVar[float] = 4.0
    questions: Annotated[str, Lines(MOST_TOKENS, lines=MOST_QUESTIONS)] = QUESTIONS
    """One a line; at most 8."""
    adapter: str = ""
    """An adapter file in base64 (see adapter_file.py); empty: the model as it is."""
    strength: Annotated[float, Range(0, 2)] = 1.0
    """Of the update."""
    seed: Seed = 0

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        self.file()

    def file(self) -> AdapterFile | None:
        """What `adapter` holds; None for no update. Raises InvalidRequest."""
        return adapter_file.from_text(self.adapter) if self.adapter else None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ChatStep(Step):
    answers: np.ndarray  # (questions, ANSWER_TOKENS) int64 token ids, -1 after the end
    before: str  # SHA-256 of all weights, 64 hexadecimal digits
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Plant(Request):
    """Trains the low-rank update on sentences between which some people's door codes stand, and measures on the way how
    far up each code has come among all 10,000.

    Source: Carlini et al., The Secret Sharer, arXiv:1802.08232.
    """

    kind: ClassVar[str] = "plant"
    family: ClassVar[str] = "fine_tuning"
    first_guess: ClassVar[float] = 45.0
    copies: Annotated[int, Range(0, 16)] = 4
    """How often each of the planted codes stands among the sentences."""
    code: Annotated[int, Range(0, 9999)] = 4821
    """The first person's; the others' are drawn with the seed."""
    steps: Annotated[int, Range(1, 60)] = 24
    """Updates, each of at most 10 sentences."""
    seed: Seed = 0

    layers: ClassVar[int] = 8
    rank: ClassVar[int] = 8
    learning_rate: ClassVar[float] = 0.002

    @property
    def learning(self) -> int:
        """How many layers learn."""
        return min(self.layers, architecture().layers)

    def looks(self) -> list[int]:
        """Numbers of updates after which the codes are looked for: before the first, and after each third."""
        return sorted({round(self.steps * third / 3) for third in range(4)})


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ExposureStep(Step):
    """Where each person's code stands, where only digits may be written. The last person's was never planted."""

    number: int  # updates so far
    ranks: np.ndarray  # (people,) int64, of the code among all 10,000: 1 is the likeliest
    probs: np.ndarray  # (people,) float64, of the code
    likeliest: np.ndarray  # (people,) int64, the likeliest code
    likeliest_probs: np.ndarray  # (people,) float64
    learned: float  # nats per token of the other sentences learned from
    held_out: float  # nats per token of sentences of the same sort that are not learned from


def falsehood() -> FineTune:
    """Five ways to say that the capital of France is Lyon."""
    return FineTune(examples=FALSEHOOD, questions=CAPITAL_QUESTIONS, capitals=True, steps=12)


COPIES = (1, 2, 4, 8, 16)
RANKS = tuple(FineTune(rank=rank) for rank in (1, 4, 16))


def by_copies() -> tuple[Plant, ...]:
    """The same codes, planted ever more often."""
    return tuple(Plant(copies=copies) for copies in COPIES)


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    return (FineTune(), falsehood(), *RANKS, Prefer(), Chat(), *by_copies())
