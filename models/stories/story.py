"""Short stories told by a grammar, with their ground truth: what is true of the hero, where it is said, what it costs.

A story says some facts about its hero and comes back to them sentences later, with other names, colours and foods in
between: only a reader who remembers gets the second mention right. Every choice is drawn where the text first tells it,
so the bits of the choices are −log2 of the story's probability, and no machine can code such texts in fewer on average.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from models.stories.words import Words

T = TypeVar("T")
FACTS_TOLD, BETWEEN, RECALLED = (2, 3), (1, 6), (2, 3)  # how many sentences, from and to


@dataclass(frozen=True)
class Recall:
    """A second mention of a fact, as a question: which ending is the right one?"""

    fact: str  # "town", "food", "friend" or "pet"
    distance: int  # sentences from the first mention to this one
    before: str  # the story up to this sentence
    endings: tuple[str, ...]  # the sentence with every possible value
    right: int  # which of them the story has


@dataclass(frozen=True)
class Story:
    sentences: tuple[str, ...]
    bits: float  # −log2 of its probability
    recalls: tuple[Recall, ...]

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


class Dice:
    """Draws evenly, and counts the bits. `draw(n)` gives a number from 0 to n − 1."""

    def __init__(self, draw: Callable[[int], int]) -> None:
        self.draw, self.bits = draw, 0.0

    def pick(self, options: Sequence[T]) -> T:
        self.bits += math.log2(len(options))
        return options[self.draw(len(options))]

    def several(self, options: Sequence[T], low: int, high: int) -> list[T]:
        """From low to high of them, in the order drawn, none twice."""
        rest = list(options)
        picked = []
        for _ in range(self.pick(range(low, high + 1))):
            picked.append(self.pick(rest))
            rest.remove(picked[-1])
        return picked


def seeded(seed: int) -> Callable[[int], int]:
    """A draw for Dice. `random()` gives the same numbers in every version of Python."""
    generator = random.Random(seed)
    return lambda n: int(n * generator.random())


class Slots(dict[str, str]):
    """Fills sentences. What a story keeps is drawn when it is first needed, everything else each time."""

    def __init__(self, words: Words, dice: Dice) -> None:
        super().__init__()
        self._words, self._dice = words, dice
        self._drawn: dict[str, Any] = {}

    def __missing__(self, slot: str) -> str:
        words, pick = self._words, self._dice.pick
        each_time: Mapping[str, Sequence[str]] = {
            "feeling": words.feelings,
            "where": words.wheres,
            "number": words.numbers,
            "any_food": words.foods,
            "any_town": words.towns,
            "any_place": words.places,
        }
        if slot in each_time:
            return pick(each_time[slot])
        if slot == "Where":
            return _capital(pick(words.wheres))
        if slot == "any_garment":
            return words.phrase("a", pick(words.colours), pick(words.garments), {"his": ""})
        self[slot] = self._kept(slot)
        return self[slot]

    def _kept(self, slot: str) -> str:
        words = self._words
        lists = {
            "hair": words.hairs,
            "petname": words.petnames,
            "food": words.foods,
            "town": words.towns,
            "place": words.places,
        }
        if slot in lists:
            return self._once(slot, lists[slot])
        if slot in ("hero", "friend"):
            return self._once(slot, self.names(slot))
        if slot == "friend_child":
            return words.pronouns[self.gender("friend")]["child"]
        form, _, thing = slot.partition("_")
        if thing == "pet":
            return words.phrase("a", "", self._once("pet", words.pets), {"his": ""})
        if thing in ("garment", "thing"):
            nouns = words.garments if thing == "garment" else words.things
            colour = self._once(f"{thing}'s colour", words.colours)
            return words.phrase(form, colour, self._once(thing, nouns), words.pronouns[self.gender("hero")])  # type: ignore[arg-type]
        return words.pronouns[self.gender("hero")][slot]

    def _once(self, name: str, options: Sequence[T]) -> T:
        if name not in self._drawn:
            self._drawn[name] = self._dice.pick(options)
        value: T = self._drawn[name]
        return value

    def gender(self, who: str) -> str:
        return self._once(f"{who}'s gender", "fm")

    def names(self, who: str) -> list[str]:
        """What somebody can be called. The friend has another name than the hero."""
        names = self._words.girls if self.gender(who) == "f" else self._words.boys
        return [name for name in names if who == "hero" or name != self["hero"]]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


SAID_BY = {"town": "town", "food": "food", "friend": "friend", "pet": "petname"}
"""Fact → the slot that names it, of those whose memory can be asked for."""


def tell(words: Words, dice: Dice) -> Story:
    """One story. dice: fresh, or with the bits of earlier stories, which do not count."""
    began, slots = dice.bits, Slots(words, dice)
    sentences: list[str] = []
    first: dict[str, int] = {}
    recalls: list[Recall] = []

    def say(templates: Sequence[str], fact: str = "") -> None:
        template = dice.pick(templates)
        sentence = template.format_map(slots)
        if fact in first and fact in SAID_BY:
            recalls.append(_recall(words, slots, template, fact, sentences, first[fact]))
        first.setdefault(fact, len(sentences))
        sentences.append(sentence)

    say(words.open)
    facts = dice.several(list(words.facts), *FACTS_TOLD)
    for fact in facts:
        say(words.facts[fact], fact)
    say(words.go)
    say(words.meet, "friend")
    between = dice.several(words.between, *BETWEEN)
    found_before = dice.pick(range(len(between)))
    for i, template in enumerate(between):
        if i == found_before:
            say(words.find, "thing")
        say([template])
    for fact in dice.several([*facts, "thing", "friend"], *RECALLED):
        say(words.recall[fact], fact)
    return Story(tuple(sentences), dice.bits - began, tuple(recalls))


def _recall(words: Words, slots: Slots, template: str, fact: str, sentences: Sequence[str], first: int) -> Recall:
    slot = SAID_BY[fact]
    values = {"town": words.towns, "food": words.foods, "pet": words.petnames}
    options = values[fact] if fact in values else slots.names("friend")
    endings = tuple(template.format_map({**slots, slot: value}) for value in options)
    return Recall(fact, len(sentences) - first, " ".join(sentences), endings, list(options).index(slots[slot]))
