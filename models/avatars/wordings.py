"""How people say what a caption says: tags, other common words, German, left-out articles, a wrong letter. No torch.

wording(person, named, rng, kind)   one text of a kind in KINDS about the attributes in `named`
LEXICON                             every word these texts hold, without typing errors
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from models.avatars.attributes import HATS
from models.avatars.captions import BALD, BROWS, EYES, MOUTH, SHAVED, VOCABULARY, sentence

KINDS = (
    "sentences",
    "tags",
    "any order",
    "single words",
    "no articles",
    "other words",
    "capitals",
    "typing errors",
    "German sentences",
    "German tags",
)
# German nouns have their gender (m, f, n, or p for the plural); adjectives get the ending of their place.
_TABLES: dict[str, Any] = json.loads(Path(__file__).with_name("wordings.json").read_text(encoding="utf-8"))
OTHER: dict[str, dict[str, list[str]]] = _TABLES["other"]
GERMAN: dict[str, dict[str, tuple[str, str]]] = _TABLES["german"]
GERMAN_OTHER: dict[str, dict[str, tuple[str, str]]] = _TABLES["german other"]
ADJECTIVES: dict[str, str] = _TABLES["adjectives"]
GERMAN_MOUTH: dict[str, str] = _TABLES["german mouth"]
GERMAN_STARTS = ("eine Person", "eine Person", "ein Mensch", "Porträt einer Person", "Person")
SHORT_MOUTH = {
    "tongue": "tongue out",
    "scream": "open mouth",
    "grimace": "gritted teeth",
    "sad": "sad mouth",
    "smile": "smile",
    "serious": "serious mouth",
}
SHORT_EYES = {value: said[0].removeprefix("a ") for value, said in EYES.items()}
NOMINATIVE = {"m": "er", "f": "e", "n": "es", "p": "e"}


_AS_TWO: dict[str, str | int | None] = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
UMLAUTS = str.maketrans(_AS_TWO)


def fold(text: str) -> str:
    """Small letters, umlauts as two: what the reader sees of a text."""
    return text.lower().translate(UMLAUTS)


def words(text: str) -> list[str]:
    """The words of a text, folded, and its commas."""
    return re.findall(r"[a-z]+|,", fold(text))


def _english(person: Mapping[str, str], named: set[str], attribute: str, rng: np.random.Generator, other: bool) -> str:
    """One tag, with the colour that belongs to it."""
    value = person[attribute]

    def said(name: str, plain: str) -> str:
        options = OTHER.get(name, {}).get(person[name], []) if other and name in person else ()
        return str(rng.choice(options)) if options else plain

    match attribute:
        case "skin" | "background":
            return f"{said(attribute, value)} {attribute}"
        case "top" if value in HATS:
            return _coloured(person, named, "hat_color", said("top", value), said)
        case "top" if value == "bald":
            return said("top", str(rng.choice(("bald", *BALD))))
        case "top" if value.endswith(" hair"):
            colour = said("hair_color", person["hair_color"]) + " " if "hair_color" in named else ""
            return f"{said('top', value.removesuffix(' hair'))} {colour}hair"
        case "top" if value == "flower crown":
            crown = said("top", value)
            return crown + (f" on {said('hair_color', person['hair_color'])} hair" if "hair_color" in named else "")
        case "top":
            return _coloured(person, named, "hair_color", said("top", value), said)
        case "hair_color":
            return f"{said(attribute, value)} hair"
        case "beard" if value == "no beard":
            return said("beard", str(rng.choice((*SHAVED, "shaved"))))
        case "clothes":
            return _coloured(person, named, "cloth_color", said("clothes", value), said)
        case "cloth_color":
            return f"{said(attribute, value)} clothes"
        case "mouth":
            options = (*MOUTH[value], SHORT_MOUTH[value])
            return said(attribute, str(rng.choice(options)).removeprefix("with "))
        case "eyes" | "brows":
            return said(attribute, SHORT_EYES[value] if attribute == "eyes" else BROWS[value])
    return said(attribute, value)


def _coloured(
    person: Mapping[str, str], named: set[str], colour: str, noun: str, said: Callable[[str, str], str]
) -> str:
    return f"{said(colour, person[colour])} {noun}" if colour in named else noun


def _german(person: Mapping[str, str], named: set[str], attribute: str, dative: bool, rng: np.random.Generator) -> str:
    """One tag; in the dative as after "mit", with or without an article."""
    value, colour = person[attribute], None
    if attribute in ("skin", "background"):
        noun, gender, colour = ("Haut", "f", value) if attribute == "skin" else ("Hintergrund", "m", value)
    elif attribute in ("hair_color", "cloth_color"):
        noun, gender, colour = ("Haare", "p", value) if attribute == "hair_color" else ("Kleidung", "f", value)
    else:
        noun, gender = GERMAN[attribute][value]
        if value in GERMAN_OTHER.get(attribute, {}) and rng.random() < 0.4:
            noun, gender = GERMAN_OTHER[attribute][value]
        if attribute == "top" and "hat_color" in named and value in HATS:
            colour = person["hat_color"]
        if attribute == "top" and "hair_color" in named and value not in (*HATS, "bald"):
            colour = person["hair_color"]
        if attribute == "clothes" and "cloth_color" in named:
            colour = person["cloth_color"]
    *stems, noun = noun.split()
    if colour and noun == "Blumenkranz":
        return f"{'einem ' if dative else ''}Blumenkranz auf {_ended(colour, 'en')} Haaren"
    stems += [colour] if colour else []
    bare = dative and gender != "p" and rng.random() < 0.4
    ending = {"f": "er", "p": "en"}.get(gender, "em") if bare else "en" if dative else NOMINATIVE[gender]
    if dative and gender == "p" and noun.endswith("e"):
        noun += "n"
    if "kein" in stems:
        no = {"m": "keinem", "f": "keiner"} if dative else {"m": "kein", "f": "keine"}
        return " ".join([no[gender], *(_ended(stem, ending) for stem in stems if stem != "kein"), noun])
    article = "" if bare or not dative or gender == "p" else "einer " if gender == "f" else "einem "
    return article + " ".join([*(_ended(stem, ending) for stem in stems), noun])


def _ended(stem: str, ending: str) -> str:
    stem = ADJECTIVES.get(stem, stem)
    if stem == "dunkel":
        stem = "dunkl"
    return stem + (ending.removeprefix("e") if stem.endswith("e") else ending)


def _tags(person: Mapping[str, str], named: Sequence[str]) -> list[str]:
    """The attributes that get a tag of their own: a colour goes with its object where that is named."""
    top = person["top"]
    carried = {
        "hair_color": "top" in named and top not in HATS and top != "bald",
        "hat_color": True,
        "cloth_color": "clothes" in named,
    }
    return [a for a in named if not carried.get(a, False)]


def mistyped(text: str, rng: np.random.Generator) -> str:
    """The text with one letter left out, doubled, swapped with the next or replaced, in a word of five or more."""
    spots = [m for m in re.finditer(r"[^\W\d_]+", text) if len(m[0]) >= 5]
    if not spots:
        return text
    spot = spots[rng.integers(len(spots))]
    i = int(rng.integers(spot.start() + 1, spot.end() - 1))
    letter = "abcdefghijklmnopqrstuvwxyz"[rng.integers(26)]
    new = (text[i + 1], text[i] * 2 + text[i + 1], text[i + 1] + text[i], letter + text[i + 1])[rng.integers(4)]
    return text[:i] + new + text[i + 2 :]


def wording(person: Mapping[str, str], named: Sequence[str], rng: np.random.Generator, kind: str) -> str:
    """One text of the kind. Raises KeyError for a kind outside KINDS."""
    plain = sentence(dict(person), named, rng)
    chosen = set(named)
    tags = _tags(person, named)

    def english(other: bool) -> list[str]:
        return [_english(person, chosen, a, rng, other) for a in tags]

    def shuffled(parts: list[str]) -> str:
        return (", " if rng.random() < 0.8 else " ").join(str(p) for p in rng.permutation(parts))

    match kind:
        case "sentences":
            return plain
        case "tags" | "single words":
            return ", ".join(english(False))
        case "any order":
            return shuffled(english(False))
        case "no articles":
            return re.sub(r"\b(a|an) ", "", plain)
        case "other words":
            return ("" if rng.random() < 0.5 else "a person with ") + ", ".join(english(True))
        case "capitals":
            text = plain if rng.random() < 0.5 else ", ".join(english(False))
            return text.upper() if rng.random() < 0.5 else text.title()
        case "typing errors":
            return mistyped(plain if rng.random() < 0.5 else ", ".join(english(False)), rng)
        case "German tags":
            return shuffled([_german(person, chosen, a, False, rng) for a in tags])
        case "German sentences":
            return _german_sentence(person, chosen, tags, rng)
    raise KeyError(kind)


def _german_sentence(person: Mapping[str, str], named: set[str], tags: list[str], rng: np.random.Generator) -> str:
    rest, start = [a for a in tags if a != "background"], str(rng.choice(GERMAN_STARTS))
    if "mouth" in rest and person["mouth"] in GERMAN_MOUTH and rng.random() < 0.7:
        start = f"eine {GERMAN_MOUTH[person['mouth']]}e Person"
        rest.remove("mouth")
    parts = [str(p) for p in rng.permutation([_german(person, named, a, True, rng) for a in rest])]
    text = start + (" mit " if parts else "") + " und ".join(p for p in (", ".join(parts[:-1]), *parts[-1:]) if p)
    if "background" in named:
        where = _german(person, named, "background", True, rng)
        text += f" vor {where}" if rng.random() < 0.5 else f", {_german(person, named, 'background', False, rng)}"
    return text


def sayable(person: dict[str, str], named: list[str]) -> list[str]:
    """Without what no text can say, and with what it says unasked: a colour needs its object."""
    if "hat_color" in named and (person["top"] not in HATS or "top" not in named):
        named.remove("hat_color")
    if "hair_color" in named and (person["top"] in HATS or person["top"] == "bald"):
        named.remove("hair_color")
    return named or ["skin"]


def _lexicon() -> frozenset[str]:
    texts = [
        *VOCABULARY,
        *(said for values in OTHER.values() for options in values.values() for said in options),
        "bald shaved smile portrait",
    ]
    texts += ["ein eine einem einer person mensch mit und vor auf portraet haut hintergrund haare haaren kleidung"]
    texts += ["kein keine keinem keiner"]
    nouns = [row for table in (GERMAN, GERMAN_OTHER) for values in table.values() for row in values.values()]
    for noun, _gender in nouns:
        *stems, last = noun.split()
        texts += [last, last + "n", *(_ended(stem, e) for stem in stems for e in ("en", "em", *NOMINATIVE.values()))]
    texts += [_ended(a, e) for a in (*ADJECTIVES, *GERMAN_MOUTH.values()) for e in ("en", "em", *NOMINATIVE.values())]
    return frozenset(w for text in texts for w in words(text) if w != ",")


LEXICON = _lexicon()
