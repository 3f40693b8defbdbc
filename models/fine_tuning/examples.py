"""The visitor's examples as token ids, and which of them are to be learned."""

from __future__ import annotations

from dataclasses import dataclass

from models.engine.errors import InvalidRequest
from models.engine.limits import TextLimit
from models.engine.translation import N_
from models.text import tokenizer

MOST_LINES, MOST_QUESTIONS, MOST_PAIRS = 40, 8, 12


@dataclass(frozen=True)
class Lines(TextLimit):
    """At most so many lines, each of at most `max_tokens` tokens a side. Raises InvalidRequest in `check`."""

    lines: int = MOST_LINES

    def check_text(self, text: str) -> None:
        texts = lines_of(text)
        if not texts and not self.empty:
            raise InvalidRequest(N_("There is no example. Write at least one line, as “question | answer”."))
        if len(texts) > self.lines:
            raise InvalidRequest(
                N_("There are {n} lines; at most {limit} are used. Delete some."), n=len(texts), limit=self.lines
            )
        for number, line in enumerate(texts, 1):
            for side in self.sides(line, number):
                self._check_side(side, number)

    def sides(self, line: str, number: int) -> list[str]:
        return [part.strip() for part in line.split("|", 1)]

    def _check_side(self, text: str, number: int) -> None:
        n = _count(text, number)
        if n == 0:
            raise InvalidRequest(N_("Line {n} has nothing on one side of its bar."), n=number)
        if n > self.max_tokens:
            raise InvalidRequest(
                N_("Line {n} has {tokens} tokens on one side; at most {limit} fit. Shorten it."),
                n=number,
                tokens=n,
                limit=self.max_tokens,
            )


@dataclass(frozen=True)
class Pairs(Lines):
    """As Lines, each with a question and two answers."""

    lines: int = MOST_PAIRS

    def sides(self, line: str, number: int) -> list[str]:
        sides = pair_of(line)
        if len(sides) != 3:
            raise InvalidRequest(N_("Line {n} is not “question | better answer | other answer”."), n=number)
        if sides[1] == sides[2]:
            raise InvalidRequest(N_("Line {n} has the same answer twice: there is nothing to prefer."), n=number)
        return sides


def _count(text: str, number: int) -> int:
    try:
        return tokenizer.count(text)
    except UnicodeEncodeError as error:
        raise InvalidRequest(
            N_("Line {n} holds half a character (a lone surrogate). Type it again."), n=number
        ) from error


def lines_of(text: str) -> list[str]:
    """Lines that are not blank."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def encode(line: str) -> tuple[list[int], int]:
    """Token ids, and from which one on they are learned: the answer and its end. Of a line without a bar all but the
    first, for nothing comes before that one."""
    question, bar, answer = line.partition("|")
    if not bar:
        return [*tokenizer.encode(line), tokenizer.EOS_ID], 1
    asked = tokenizer.chat(question.strip())
    return [*asked, *tokenizer.encode_within(answer.strip()), tokenizer.EOS_ID], len(asked)


def pair_of(line: str) -> list[str]:
    """Question, better answer, other answer."""
    return [part.strip() for part in line.split("|")]


def encode_pair(line: str) -> list[tuple[list[int], int]]:
    """Of both answers, the better one first: as `encode`."""
    question, better, other = pair_of(line)
    return [encode(f"{question} | {answer}") for answer in (better, other)]
