"""The shipped questions with their sourced truth, what counts as right, and which answers are one. No torch: pages use
it."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.engine.single_flight import single_flight
from models.text import tokenizer

FILE = Path(__file__).with_name("questions.csv")
PREMISE, INVENTED = "premise", "invented"  # kinds of questions that nothing answers
_ARTICLE = re.compile(r"^(the|a|an) ")
_NO_ANSWER = re.compile(
    r"\b(unknown|fictional|none|nobody|no one|no such|not sure|not a real|not exist|don t know|do not know|"
    r"doesn t exist|does not exist|there is no|there are no|there was no|cannot|can t|no|zero|0)\b"
)


@dataclass(frozen=True)
class Question:
    kind: str
    question: str
    answers: tuple[str, ...]  # accepted spellings, the first as the fact has it; none where nothing answers it
    fact: str  # a sentence that gives the answer
    source: str

    def answered_by(self, text: str) -> bool:
        """Whether the text begins with an accepted answer, as a whole word."""
        return begins_with(text, self.answers)


@single_flight
def questions() -> tuple[Question, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Question(
                row["kind"],
                row["question"],
                tuple(row["answers"].split("|")) if row["answers"] else (),
                row["fact"],
                row["source"],
            )
            for row in csv.DictReader(file)
        )


def known() -> tuple[Question, ...]:
    """Those that have a true answer."""
    return tuple(question for question in questions() if question.answers)


def of(text: str) -> Question | None:
    """The shipped question that this text asks, if it does so in the same words."""
    return next((question for question in questions() if normal(question.question) == normal(text)), None)


def normal(text: str) -> str:
    """An answer without what does not matter: case, accents, punctuation, an article in front. A text of nothing but
    punctuation stays as it is."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (c if c.isalnum() or unicodedata.category(c) == "Mc" else " " for c in letters if not _accent(c))
    return _ARTICLE.sub("", " ".join("".join(kept).split())) or text.strip()


def _accent(c: str) -> bool:
    return unicodedata.category(c) == "Mn"


def begins_with(text: str, answers: Sequence[str]) -> bool:
    words = normal(text).split()
    return any(words[: len(given)] == given for given in (normal(answer).split() for answer in answers))


def declines(text: str) -> bool:
    """Whether the answer says that there is none."""
    return _NO_ANSWER.search(normal(text)) is not None


def text_of(output_ids: np.ndarray) -> str:
    """The answer that a row of token ids spells: its first line, without the end."""
    ids = [i for i in output_ids.tolist() if i >= 0 and i not in tokenizer.end_ids]
    return tokenizer.decode(ids).strip().split("\n")[0].strip()


def false_fact(number: int) -> tuple[str, str]:
    """A fact with the answer to another known question of the same kind in it, and that answer."""
    given = known()
    question = given[number]
    others = [q for q in given if q.kind == question.kind and not begins_with(q.answers[0], question.answers)]
    lie = others[number % len(others)].answers[0]
    before, _true, after = question.fact.rpartition(question.answers[0])
    return f"{before}{lie}{after}", lie


def irrelevant_fact(number: int) -> str:
    """The fact of a known question of another kind."""
    given = known()
    others = [q for q in given if q.kind != given[number].kind]
    return others[7 * number % len(others)].fact
