"""What a machine remembers: new stories up to the sentence in which a fact comes again, with every value it could have.

The right one is the value named some sentences before; the machine's answer is the ending to which it
gives the highest probability. Facts: the town, the food, the friend's name and the pet's name.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from models.history.probed import FACTS
from models.history.shared import Machine, corpus
from models.stories import corpus as world
from models.stories.corpus import END
from models.stories.story import Recall

SEED = 77  # of stories that no machine learned from
ROOM = 128  # pieces: stories that are longer are left out, so that no machine's window hides the fact


@dataclass(frozen=True)
class Answer:
    fact: int  # its place in FACTS
    distance: int  # sentences from the first mention to this one
    options: int  # values that it could have
    right: bool


def questions(count: int) -> list[Recall]:
    """So many second mentions, out of as many new stories as it takes."""
    return list(itertools.islice(_fitting(), count))


def _fitting() -> Iterator[Recall]:
    encode = corpus().pieces.encode
    for story in world.stories("en", SEED):
        for recall in story.recalls:
            longest = max(len(encode(END + recall.before + " " + ending)) for ending in recall.endings)
            if longest <= ROOM:
                yield recall


def answers(machine: Machine, count: int) -> list[Answer]:
    result = []
    for recall in questions(count):
        before = corpus().pieces.encode(END + recall.before)
        rows = [before + corpus().pieces.encode(" " + ending) for ending in recall.endings]
        costs = [nats[len(before) - 1 :].sum() for nats in machine.nats(rows)]
        chosen = min(range(len(costs)), key=costs.__getitem__)
        right = chosen == recall.right
        result.append(Answer(FACTS.index(recall.fact), recall.distance, len(recall.endings), right))
    return result
