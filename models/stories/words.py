"""What a language needs for the stories: lists of words, and sentences with slots. One file a language makes one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Form = Literal["a", "the", "own"]


class Noun(NamedTuple):
    word: str
    gender: str = "n"  # as the language's articles and adjectives need it: "m", "f" or "n"


@dataclass(frozen=True)
class Words:
    """Slots in sentences: {hero} {friend} {pet} {petname} {food} {town} {place} {hair} are chosen once a story, so are
    the colours and nouns of {a_garment} {own_garment} {a_thing} {the_thing}. {feeling} {where} {Where} {number}
    {any_garment} {any_food} {any_town} {any_place} are chosen each time. {he} {He} {him} {his} {His} {child}, and more
    where a language needs them, follow the hero's gender; {friend_child} the friend's."""

    girls: Sequence[str]
    boys: Sequence[str]
    pronouns: Mapping[str, Mapping[str, str]]  # "f" and "m" → slot → word
    colours: Sequence[str]
    garments: Sequence[Noun]
    things: Sequence[Noun]
    pets: Sequence[Noun]
    petnames: Sequence[str]
    hairs: Sequence[str]
    towns: Sequence[str]
    foods: Sequence[str]
    places: Sequence[str]
    wheres: Sequence[str]
    feelings: Sequence[str]
    numbers: Sequence[str]
    phrase: Callable[[Form, str, Noun, Mapping[str, str]], str]
    """A form, a colour ("" for none), a noun and the hero's pronouns → "a red hat", "the red hat", "his red hat"."""
    open: Sequence[str]
    facts: Mapping[str, Sequence[str]]  # told at the start; "garment", "pet", "food", "town"
    go: Sequence[str]
    meet: Sequence[str]
    find: Sequence[str]
    between: Sequence[str]
    recall: Mapping[str, Sequence[str]]  # at the end: those of `facts`, and "thing" and "friend"
