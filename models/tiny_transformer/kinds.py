"""A transformer that learns a text from nothing: what may be asked, what its run yields."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.data_cleaning.kinds import FILTERS, CleanText
from models.engine.errors import InvalidRequest
from models.engine.limits import Range, Seed, TextLimit, check_whole_characters
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.translation import N_
from models.stories import own_text
from models.tiny_transformer import model_file
from models.tiny_transformer.model_file import ModelFile

LANGUAGES = {"stories-en": "en", "stories-de": "de"}  # of the story world
BEGINNINGS = {
    "stories-en": "Once upon a time there was a girl called",
    "stories-de": "Es war einmal ein Mädchen",
    "moby-dick": "The old captain looked",
}
MOST_PROMPT, WORDS = 120, 5  # characters that it goes on from at most; words of a visitor's text, if none are given
ORDERS = range(6)  # of the n-grams that the network is compared with
OFFSETS = (-0.3, -0.2, -0.1, -0.001, 0.001, 0.1, 0.2, 0.3)  # from the value of a number that is tried out
CHECKPOINTS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)  # shares of a run, besides its start and its first step


@dataclass(frozen=True)
class Beginning(TextLimit):
    """A text of at most so many characters (`max_tokens`), which a host does not limit further."""

    def check_text(self, text: str) -> None:
        if not text.strip() and not self.empty:
            raise InvalidRequest(N_("There is nothing to go on from. Write at least one word."))
        if len(text) > self.max_tokens:
            raise InvalidRequest(
                N_("The beginning has {n} characters; at most {limit} fit. Shorten it."),
                n=len(text),
                limit=self.max_tokens,
            )
        check_whole_characters(text)


@dataclass(frozen=True)
class OwnText(TextLimit):
    """A text to learn from: see models/stories/own_text.py."""

    def check_text(self, text: str) -> None:
        if text:
            own_text.checked(text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Train(Request):
    """Trains a transformer of about 0.27 million numbers on a text, and lets it write on the way."""

    kind: ClassVar[str] = "train"
    family: ClassVar[str] = "tiny_transformer"
    resumes: ClassVar[bool] = True
    first_guess: ClassVar[float] = 25.0
    corpus: Literal["stories-en", "stories-de", "moby-dick", "own"] = "stories-en"
    text: Annotated[str, OwnText(own_text.MOST, empty=True, host_limited=False)] = ""
    """The visitor's own text, 2,000 to 1,000,000 characters; its last tenth is held out. Of "own" alone."""
    characters: Annotated[int, Range(2_000, 5_000_000)] = 500_000
    """How much of the text is learned from."""
    optimizer: Literal["adam", "momentum", "sgd"] = "adam"
    learning_rate: Annotated[float, Range(0.00001, 100)] = 0.005
    """The highest of the run: it rises over 50 steps, then falls to a twentieth."""
    clip: bool = True
    """Shorten gradients that are longer than 1."""
    steps: Annotated[int, Range(1, 5000)] = 400
    """Updates, each from 8 windows of 128 pieces."""
    prompt: Annotated[str, Beginning(MOST_PROMPT, empty=True, host_limited=False)] = ""
    """What it goes on from at each checkpoint; empty: as many stories begin, or as the visitor's text does."""
    seed: Seed = 0

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        if self.corpus == "own":
            object.__setattr__(self, "text", own_text.checked(self.text))
        elif self.text:
            object.__setattr__(self, "text", "")  # equal runs are one request

    @property
    def beginning(self) -> str:
        """What it goes on from."""
        return (
            (self.prompt if self.prompt.strip() else "")
            or BEGINNINGS.get(self.corpus)
            or " ".join(self.text[:MOST_PROMPT].split()[:WORDS])
        )

    def measured_at(self) -> list[int]:
        """Numbers of updates after which both losses are measured: 0, then about thirty, the last one too."""
        return sorted({round(self.steps * (i / 30) ** 1.5) for i in range(31)} | set(self.checkpoints()))

    def checkpoints(self) -> list[int]:
        """Numbers of updates after which it writes: 0, 1, then later and later ones."""
        return sorted({0, 1, *(max(1, round(self.steps * share)) for share in CHECKPOINTS)})


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainOnHeap(CleanText):
    """Trains the same network on a heap of documents, raw or as filters leave it, and measures it on new stories."""

    kind: ClassVar[str] = "train-on-heap"
    family: ClassVar[str] = "tiny_transformer"
    brief: ClassVar[bool] = False
    resumes: ClassVar[bool] = True
    first_guess: ClassVar[float] = 20.0
    documents: Annotated[int, Range(50, 3000)] = 2000
    """How many are in the heap, without your own."""
    cleaned: bool = True
    """Only what the filters leave; otherwise the whole heap."""
    steps: Annotated[int, Range(1, 1000)] = 300
    """Updates, each from 8 windows of 128 pieces, whatever the text's length."""
    start: Seed = 0
    """Of the network's first numbers, and of the windows."""

    def __post_init__(self) -> None:
        CleanText.__post_init__(self)
        if not self.cleaned:  # the filters do nothing: equal runs are one request
            for field in (*FILTERS, "least_words", "similarity"):
                object.__setattr__(self, field, getattr(CleanText(), field))


@dataclass(frozen=True, kw_only=True, slots=True)
class Continue(Request):
    """Lets a trained network write: the shipped one, or one out of a file."""

    kind: ClassVar[str] = "continue"
    family: ClassVar[str] = "tiny_transformer"
    brief: ClassVar[bool] = True
    model: str = ""
    """A model file in base64; empty: the shipped network, trained on English stories."""
    prompt: Annotated[str, Beginning(MOST_PROMPT, host_limited=False)] = BEGINNINGS["stories-en"]
    pieces: Annotated[int, Range(1, 200)] = 60
    temperature: Annotated[float, Range(0.05, 2, 0.05)] = 0.8
    seed: Seed = 0

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        self.file()

    def file(self) -> ModelFile | None:
        """What `model` holds; None for the shipped network. Raises InvalidRequest."""
        if not self.model:
            return None
        try:
            return model_file.read(base64.b64decode(self.model, validate=True))
        except ValueError as error:
            raise InvalidRequest(N_("This is no model file from here, or not the whole of it.")) from error


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class WrittenStep(Step):
    continuation: str  # after the prompt
    pieces: int  # different ones that the network knows


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class TextStep(Step):
    """What is learned from, and how well simpler machines predict the held-out pieces that losses are measured on."""

    characters: int  # of the text learned from
    pieces: int  # different ones
    length: int  # of the text learned from, in pieces
    learned: int  # numbers of the network
    blind: float  # bits per character, if each piece were as likely as any other
    ngrams: np.ndarray  # (6,) float64, bits per character of orders 0 to 5
    floor: float | None  # bits per character that the story world itself has; None of other texts


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ProgressStep(Step):
    number: int  # updates so far
    train: float  # bits per character, on windows of the text that is learned from
    held_out: float  # bits per character, on windows of the text that is not
    gradient_norm: float  # of the last update, before clipping; 0 before the first
    learning_rate: float  # of the last update; 0 before the first


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CheckpointStep(Step):
    number: int  # updates so far
    continuation: str  # after the prompt, 60 pieces at temperature 0.8, at the run's seed
    copied: str  # its longest stretch that stands in the text learned from


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class UpdateStep(Step):
    """One update opened: the one that leads to a checkpoint."""

    number: int
    row: str  # the first window of its batch
    before: float  # mean of −ln p over the batch's pieces, nats per piece
    after: float  # the same with the changed numbers
    predicted: float  # −g·Δ, nats per piece: by how much the loss should drop if it were a straight slope
    gradient_norms: np.ndarray  # (parts,) float64, before clipping; see net.parts
    changes: np.ndarray  # (parts,) float64, length of the change Δ
    learning_rate: float
    clipped: bool
    weight: int  # one number of the second layer's MLP: its place in the matrix read row by row
    value: float  # of that number, before the update
    slope: float  # of the first window's loss by that number, from backpropagation, in float64
    here: float  # that loss, nats per piece
    nearby: np.ndarray  # (len(OFFSETS),) float64, the same loss with the number changed by each of OFFSETS


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class DivergedStep(Step):
    number: int  # the update after which a loss was no number any more


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class LearnedStep(Step):
    """What was learned, to take along."""

    weights: np.ndarray  # (learned,) float16, or float32 where that is too narrow; in the order of net.drawn
    tokenizer: str  # JSON of the `tokenizers` library


NOVEL = Train(corpus="moby-dick")
OVERFITTING = Train(characters=6_000)
LONG = Train(characters=5_000_000, steps=4000)
SIDE_BY_SIDE = (
    Train(steps=150),
    Train(steps=150, optimizer="momentum", learning_rate=0.2),
    Train(steps=150, optimizer="sgd", learning_rate=0.5),
    Train(steps=150, learning_rate=0.0002),
    Train(steps=150, optimizer="sgd", learning_rate=0.02),
    Train(steps=150, optimizer="sgd", learning_rate=30.0, clip=False),
)
"""Optimisers and learning rates that end differently."""
STARTS = range(3)  # networks that learn from the raw heap, and as many from the cleaned one


def raw_and_cleaned(cleaning: CleanText) -> tuple[tuple[TrainOnHeap, ...], tuple[TrainOnHeap, ...]]:
    """Networks of three starts that learn from the whole heap, and from what these filters leave of it. The visitor's
    own documents are left out, and the heap is larger than the one that the filters are shown with."""
    filters = {name: getattr(cleaning, name) for name in (*FILTERS, "least_words", "similarity", "seed")}
    raw, cleaned = (tuple(TrainOnHeap(**filters, cleaned=of, start=s) for s in STARTS) for of in (False, True))
    return raw, cleaned


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    raw, cleaned = raw_and_cleaned(CleanText())
    return (Train(), Train(corpus="stories-de"), NOVEL, OVERFITTING, LONG, *SIDE_BY_SIDE, *raw, *cleaned)
