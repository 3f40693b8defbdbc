"""How well a machine predicts texts in bits per character, and how it does on stories that none learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from models.history import memory
from models.history.kinds import NEW, JudgedStep
from models.history.shared import CONTEXT, Machine, corpus
from models.stories import corpus as world
from models.stories.corpus import END

NEW_STORIES = 200  # of which those that fit into the transformer's window are measured


@dataclass(frozen=True)
class Rows:
    """Texts in pieces; all pieces but the first of each row are predicted."""

    ids: list[list[int]]
    characters: int  # of what is predicted

    def bits(self, machine: Machine) -> float:
        """Per character."""
        nats = machine.nats(self.ids)
        return float(sum(line.sum() for line in nats) / np.log(2) / self.characters)


def whole(texts: Sequence[str]) -> Rows:
    """Those of the stories that fit into the transformer's window, each from the end of another one to its own end."""
    told = [(text, corpus().pieces.encode(END + text + END)) for text in texts]
    fitting = [(text, ids) for text, ids in told if len(ids) <= CONTEXT + 1]
    return Rows([ids for _, ids in fitting], sum(len(text) + len(END) for text, _ in fitting))


@cache
def new_stories() -> tuple[Rows, float]:
    """Stories that none learned from, and the bits per character that they have themselves."""
    told = world.stories("en", NEW)
    stories = [next(told) for _ in range(NEW_STORIES)]
    fitting = [s for s in stories if len(corpus().pieces.encode(END + s.text + END)) <= CONTEXT + 1]
    rows = whole([story.text for story in fitting])
    return rows, sum(story.bits for story in fitting) / rows.characters


def judged(machine: Machine, questions: int) -> JudgedStep:
    rows, floor = new_stories()
    answers = memory.answers(machine, questions)
    return JudgedStep(
        passes=len(rows.ids) + sum(answer.options for answer in answers),
        numbers=machine.numbers,
        bits=rows.bits(machine),
        stories=len(rows.ids),
        floor=floor,
        fact=np.array([answer.fact for answer in answers]),
        distance=np.array([answer.distance for answer in answers]),
        options=np.array([answer.options for answer in answers]),
        right=np.array([answer.right for answer in answers]),
    )
