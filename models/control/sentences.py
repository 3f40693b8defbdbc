"""Sentences in which two people are named, one gives something, and the other one gets it. The right next word is the
name that does not come again. Names and sentences are ours; those of a group have equally many tokens."""

from __future__ import annotations

from dataclasses import dataclass

PAIRS = (
    ("Mary", "John"),
    ("Alice", "Tom"),
    ("Sarah", "James"),
    ("Lucy", "Robert"),
    ("Anna", "Paul"),
    ("Emma", "David"),
    ("Kate", "Peter"),
    ("Laura", "Mark"),
)
SENTENCES = (
    "When {a} and {b} went to the shop, {giver} gave a drink to",
    "After {a} and {b} had a long talk, {giver} gave a book to",
    "While {a} and {b} were at the farm, {giver} gave a letter to",
    "When {a} and {b} met at the station, {giver} gave a bicycle to",
)

OTHERS = 2  # heads beside the one that is tested


@dataclass(frozen=True)
class Sentence:
    prompt: str
    right: str  # who gets it
    giver: str


def sentences() -> list[list[Sentence]]:
    """A group for each sentence, a row for each pair. Who gives, and who is named first, change from pair to pair."""
    groups = []
    for number, text in enumerate(SENTENCES):
        group = []
        for position, pair in enumerate(PAIRS):
            a, b = pair if (position + number) % 2 else pair[::-1]
            giver, right = pair if (position // 2 + number) % 2 else pair[::-1]
            group.append(Sentence(text.format(a=a, b=b, giver=giver), right, giver))
        groups.append(group)
    return groups
