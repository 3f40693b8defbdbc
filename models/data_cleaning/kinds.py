"""The cleaning of a heap of documents: what may be asked, what each filter tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.engine.errors import InvalidRequest
from models.engine.limits import Range, Seed, TextLimit, check_whole_characters
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.translation import N_

FilterName = Literal["length", "language", "junk", "copies", "near"]
FILTERS: tuple[FilterName, ...] = ("length", "language", "junk", "copies", "near")  # in the order they are applied
MOST_LINES, MOST_CHARACTERS = 20, 4_000  # of a visitor's own documents
THRESHOLDS = tuple(round(0.05 * n, 2) for n in range(2, 20))  # at which the near-copy filter is measured
OWN = -1  # stands for the kind of a visitor's own document, of which nothing is known


@dataclass(frozen=True)
class OwnLines(TextLimit):
    """A visitor's own documents, one a line, of at most so many characters (`max_tokens`) together."""

    def check_text(self, text: str) -> None:
        if len(text) > self.max_tokens:
            raise InvalidRequest(
                N_("Your documents have {n:,} characters; at most {limit:,} fit. Shorten them."),
                n=len(text),
                limit=self.max_tokens,
            )
        if len(lines(text)) > MOST_LINES:
            raise InvalidRequest(
                N_("You have {n} documents; at most {limit} fit. Each line is one; delete some."),
                n=len(lines(text)),
                limit=MOST_LINES,
            )
        check_whole_characters(text)


def lines(text: str) -> list[str]:
    """The documents that a text holds: its lines, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@dataclass(frozen=True, kw_only=True, slots=True)
class CleanText(Request):
    """Sends a heap of documents, of which is known what was planted, through five filters, one after the other."""

    kind: ClassVar[str] = "clean-text"
    family: ClassVar[str] = "data_cleaning"
    brief: ClassVar[bool] = True
    own: Annotated[str, OwnLines(MOST_CHARACTERS, empty=True, host_limited=False)] = ""
    """Documents of your own, one a line, put into the heap; at most 20."""
    length: bool = True
    language: bool = True
    junk: bool = True
    copies: bool = True
    near: bool = True
    least_words: Annotated[int, Range(1, 80)] = 20
    """Documents with fewer words are too short."""
    similarity: Annotated[float, Range(0.1, 0.95, 0.05)] = 0.5
    """Of near copies: the least share of three-word stretches that two documents have in common."""
    documents: Annotated[int, Range(50, 3000)] = 600
    """How many are in the heap, without your own."""
    seed: Seed = 0

    def uses(self, name: FilterName) -> bool:
        """Whether a filter is switched on."""
        return bool(getattr(self, name))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class HeapStep(Step):
    documents: str  # JSON: a list of n texts
    truth: np.ndarray  # (n,) int64, the position of each document's kind in heap.KINDS; OWN of the visitor's
    original: np.ndarray  # (n,) int64, of a copy the position of its original; -1 of the others
    characters: np.ndarray  # (n,) int64
    tokens: np.ndarray  # (n,) int64, by the text model's tokenizer


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class FilterStep(Step):
    """What one filter took of the documents that had come as far. A filter that is off takes none."""

    name: str
    reached: np.ndarray  # (n,) bool
    took: np.ndarray  # (n,) bool
    why: str  # JSON: n times "" or the reason: a number of words, a language, a rule, or the position of the one copied
    alike: np.ndarray  # (n,) float64, of near copies the similarity to the one they copy; 0 elsewhere


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SweepStep(Step):
    """What the near-copy filter would take at other thresholds, of the same documents."""

    thresholds: np.ndarray  # (k,) float64
    took: np.ndarray  # (k, n) bool


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    return (CleanText(),)
