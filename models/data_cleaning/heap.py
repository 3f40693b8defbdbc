"""A heap of documents as a crawl might bring them home, of which the truth is known: what was planted, and as what.

Good documents are stories of the story world. The rest was planted among them: fragments, other languages, junk, and
copies. A copy always stands after its original, so a filter that keeps the first of several keeps the original.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from models.stories import corpus, english

Kind = Literal["story", "unusual", "fragment", "foreign", "junk", "copy", "near"]
KINDS: tuple[Kind, ...] = ("story", "unusual", "fragment", "foreign", "junk", "copy", "near")
GOOD = ("story", "unusual")  # what should stay
# Of 100 documents, so many of each kind.
SHARES: dict[Kind, int] = {"story": 40, "unusual": 8, "fragment": 10, "foreign": 12, "junk": 12, "copy": 8, "near": 10}
CHANGED = (0.01, 0.2)  # of the words of a near copy, from and to


@dataclass(frozen=True)
class Document:
    text: str
    kind: Kind
    original: int = -1  # of a copy: the position of its original in the heap; -1 of the others


@lru_cache(maxsize=8)
def heap(documents: int, seed: int) -> tuple[Document, ...]:
    """So many documents in random order, each kind by its share. Stories of the seed `1000 + seed`."""
    dice = random.Random(seed)
    told = corpus.stories("en", 1000 + seed)
    german = corpus.stories("de", 1000 + seed)
    counts = {kind: documents * share // 100 for kind, share in SHARES.items()}
    counts["story"] = documents - sum(count for kind, count in counts.items() if kind != "story")
    stories = [next(told).text for _ in range(counts["story"])]
    planted: list[tuple[str, Kind, int]] = [(text, "story", -1) for text in stories]
    planted += [(_unusual(next(told).sentences, dice), "unusual", -1) for _ in range(counts["unusual"])]
    planted += [(_fragment(next(told).text, dice), "fragment", -1) for _ in range(counts["fragment"])]
    planted += [
        (_foreign(next(german).text, next(told).sentences, dice), "foreign", -1) for _ in range(counts["foreign"])
    ]
    planted += [(dice.choice(JUNK)(next(told).text, dice), "junk", -1) for _ in range(counts["junk"])]
    for kind, change in (("copy", _copied), ("near", _nearly)):
        for _ in range(counts[kind]):
            original = dice.randrange(len(stories))
            planted.append((change(stories[original], dice), kind, original))
    return tuple(_shuffled(planted, dice))


def _shuffled(planted: Sequence[tuple[str, Kind, int]], dice: random.Random) -> Iterator[Document]:
    """In random order, but each original before its copies."""
    order = list(range(len(planted)))
    dice.shuffle(order)
    position = {index: at for at, index in enumerate(order)}
    families: dict[int, list[int]] = {}
    for index, (_text, _kind, original) in enumerate(planted):
        if original >= 0:
            families.setdefault(original, [original]).append(index)
    for members in families.values():
        for index, at in zip(members, sorted(position[m] for m in members), strict=True):
            position[index] = at
    for index in sorted(position, key=position.__getitem__):
        text, kind, original = planted[index]
        yield Document(text, kind, position[original] if original >= 0 else -1)


def _unusual(sentences: Sequence[str], dice: random.Random) -> str:
    """A good text that looks odd: two sentences, a poem without marks, a list, or a story with a foreign sentence."""
    match dice.randrange(4):
        case 0:
            return " ".join(sentences[:2])
        case 1:
            return "\n".join(re.sub(r"[^\w\s]", "", sentence) for sentence in sentences)
        case 2:
            return "\n".join(f"- {sentence}" for sentence in sentences[:6])
        case _:
            foreign = dice.choice(
                ("„Guten Morgen“, sagte er, „wie geht es dir heute?“", "« Où est la gare ? » demanda-t-elle.")
            )
            return " ".join([*sentences[:4], foreign, *sentences[4:]])


def _fragment(text: str, dice: random.Random) -> str:
    """What is left where a page was cut: two to fourteen words, or a line that every page has."""
    if dice.random() < 0.3:
        page = dice.randint(2, 90)
        return dice.choice(
            (f"Page {page} of 96", "Read more …", f"Chapter {page}", "Home > Stories > New", "No comments yet.")
        )
    words = text.split()
    start = dice.randrange(len(words) - 14)
    return " ".join(words[start : start + dice.randint(2, 14)])


def _foreign(german: str, story: Sequence[str], dice: random.Random) -> str:
    """A German story, lines of another language, or a text that changes from English to German half-way."""
    match dice.randrange(6):
        case 0:
            half = german.split(". ")
            return " ".join([*story[: len(story) // 2], *(f"{sentence}." for sentence in half[len(half) // 2 :])])
        case 1 | 2:
            hero, town = dice.choice(english.WORDS.girls), dice.choice(english.WORDS.towns)
            lines = [line.format(hero=hero, town=town) for line in dice.choice(OTHER_LANGUAGES)]
            return " ".join(dice.sample(lines, len(lines)))
        case _:
            return german


OTHER_LANGUAGES = (
    (
        "{hero} habitait dans une petite maison à {town}.",
        "Chaque matin, elle allait au marché avec son chien.",
        "Un jour, elle trouva une clé rouge sous un banc.",
        "Elle demanda à tout le monde, mais personne ne la connaissait.",
        "Le soir, elle rentra chez elle, fatiguée et contente.",
    ),
    (
        "{hero} vivía en una casa pequeña cerca de {town}.",
        "Todos los días iba a la escuela con su mejor amigo.",
        "Una tarde encontró un sombrero verde en la playa.",
        "Preguntó a todos, pero nadie lo había perdido.",
        "Por la noche volvió a casa y contó todo a su abuela.",
    ),
    (
        "{hero} woonde in een klein huis vlak bij {town}.",
        "Elke ochtend ging ze met haar broer naar de haven.",
        "Op een dag vond ze een oude lamp achter een boom.",
        "Ze vroeg het aan iedereen, maar niemand wist het.",
        "'s Avonds liep ze moe en blij weer naar huis.",
    ),
)


def _menu(text: str, dice: random.Random) -> str:
    entries = "Home|About us|Contact|Log in|Sign up|Cart (0)|Search|Help|Privacy policy|Terms of use|Newsletter".split(
        "|"
    )
    lines = dice.sample(entries, 8) + [
        "This site uses cookies.",
        "Accept all",
        "Reject",
        f"© {dice.randint(1999, 2026)}",
    ]
    return "\n".join(lines)


def _advert(text: str, dice: random.Random) -> str:
    thing = dice.choice(english.WORDS.things).word
    call = f"Buy a cheap {thing} online now"
    return " ".join([f"{call} !!!"] * dice.randint(5, 9) + ["Free shipping ###", "Click here"])


def _garbled(text: str, dice: random.Random) -> str:
    """As where bytes were read in the wrong encoding."""
    return "".join(dice.choice("ÃƒÂ¤â€œ§¶¤�#*~") if dice.random() < 0.45 else letter for letter in text[:300])


def _code(text: str, dice: random.Random) -> str:
    names = dice.sample("box lamp key map book drum cup bell".split(), 5)
    return "\n".join(
        f"var {name}_{dice.randint(1, 99)} = {{ id: {dice.randint(1, 9999)}, ok: true }};" for name in names * 3
    )


def _numbers(text: str, dice: random.Random) -> str:
    return "\n".join(" ".join(f"{dice.uniform(0, 100):.2f}" for _ in range(8)) for _ in range(6))


def _salad(text: str, dice: random.Random) -> str:
    """A story with its words in random order: real words, and no sense. No rule that counts can tell."""
    words = re.sub(r"[^\w\s]", "", text).split()
    return " ".join(dice.sample(words, len(words))).capitalize() + "."


Make = Callable[[str, random.Random], str]
JUNK: tuple[Make, ...] = (_menu, _advert, _garbled, _code, _numbers, _salad)


def _copied(text: str, dice: random.Random) -> str:
    """Word for word. One in three has other spaces or capitals."""
    match dice.randrange(6):
        case 0:
            return text.replace(" ", "  ")
        case 1:
            return text.upper()
        case _:
            return text


def _nearly(text: str, dice: random.Random) -> str:
    """With a share of the words changed: others in their places, left out, or with two letters in the wrong order."""
    words = text.split()
    share = dice.uniform(*CHANGED)
    kept = [_changed(word, dice) if dice.random() < share else word for word in words]
    return " ".join(word for word in kept if word)


def _changed(word: str, dice: random.Random) -> str:
    match dice.randrange(3):
        case 0:
            return dice.choice(english.WORDS.girls)
        case 1 if len(word) > 3:
            return word[0] + word[2] + word[1] + word[3:]
        case _:
            return ""
