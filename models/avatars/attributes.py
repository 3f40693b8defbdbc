"""The illustrated world: twelve attributes, their values, how often each occurs, which pairs generators never see.

A *person* is a dict from attribute to the name of a value. A *row* is the same as twelve int8 indices, in the order
of ATTRIBUTES. `labels` is a row with -1 where the attribute can't be seen (hair under a hat, eyes behind sunglasses).
"""

from collections.abc import Mapping, Sequence

import numpy as np

# name used in captions -> what DiceBear's avataaars gets (None: the part is absent)
SKIN = {
    "pale": "ffdbb4",
    "light": "edb98a",
    "tan": "d08b5b",
    "brown": "ae5d29",
    "dark": "614335",
    "yellow": "f8d25c",
    "orange": "fd9841",
}
TOP = {
    "bald": None,
    "short hair": "shortFlat",
    "buzz cut": "theCaesar",
    "shaggy hair": "shaggy",
    "long hair": "straight01",
    "bob": "bob",
    "bun": "bun",
    "curly hair": "curly",
    "dreadlocks": "dreads",
    "afro": "fro",
    "flower crown": "frida",
    "hat": "hat",
    "hijab": "hijab",
    "turban": "turban",
    "winter hat": "winterHat03",
}
HAIR_COLOR = {
    "black": "2c1b18",
    "brown": "724133",
    "blonde": "e3bf62",
    "red": "c93305",
    "grey": "a9a9a9",
    "pink": "f277a8",
    "blue": "4f7fd9",
}
CLOTH_COLOR = {
    "black": "262e33",
    "white": "f6f6f6",
    "grey": "929598",
    "red": "e04848",
    "blue": "4a90e2",
    "green": "3fa866",
    "yellow": "ffd94a",
    "pink": "ff8fc0",
}
GLASSES = {
    "no glasses": None,
    "round glasses": "round",
    "square glasses": "prescription02",
    "sunglasses": "sunglasses",
    "eye patch": "eyepatch",
}
BEARD = {"no beard": None, "stubble": "beardLight", "beard": "beardMajestic", "moustache": "moustacheMagnum"}
MOUTH = {
    "smile": "smile",
    "serious": "serious",
    "sad": "sad",
    "tongue": "tongue",
    "scream": "screamOpen",
    "grimace": "grimace",
}
EYES = {
    "open": "default",
    "happy": "happy",
    "closed": "closed",
    "heart": "hearts",
    "wide": "surprised",
    "wink": "wink",
    "dizzy": "xDizzy",
}
BROWS = {"relaxed": "default", "angry": "angry", "raised": "raisedExcited"}
CLOTHES = {
    "blazer": "blazerAndShirt",
    "sweater": "collarAndSweater",
    "hoodie": "hoodie",
    "overalls": "overall",
    "t-shirt": "shirtCrewNeck",
    "v-neck": "shirtVNeck",
}
BACKGROUND = {
    "white": "ffffff",
    "yellow": "fff0a0",
    "orange": "ffc48a",
    "pink": "ffcfe0",
    "purple": "c9b6ea",
    "blue": "b6e0f7",
    "green": "b9e8c0",
    "navy": "2f3f6f",
}

OPTIONS: dict[str, Mapping[str, str | None]] = {
    "skin": SKIN,
    "top": TOP,
    "hair_color": HAIR_COLOR,
    "hat_color": CLOTH_COLOR,
    "glasses": GLASSES,
    "beard": BEARD,
    "mouth": MOUTH,
    "eyes": EYES,
    "brows": BROWS,
    "clothes": CLOTHES,
    "cloth_color": CLOTH_COLOR,
    "background": BACKGROUND,
}
ATTRIBUTES = tuple(OPTIONS)
NAMES = {attribute: tuple(values) for attribute, values in OPTIONS.items()}
HATS = ("hat", "hijab", "turban", "winter hat")
FACE = slice(20, 48), slice(18, 46)  # rows and columns of 64: brows, eyes and mouth of every picture, a fifth of it

# How often each value occurs. What is not listed is uniform.
BALANCED: dict[str, Sequence[float]] = {"glasses": (0.40, 0.15, 0.15, 0.15, 0.15), "beard": (0.52, 0.16, 0.16, 0.16)}

# The skewed world of the bias chapter: the same drawings, other frequencies. Skin tones are as uneven as in a set
# scraped without care, and clothes go with skin: blazers with the light tones, hoodies and overalls with the dark.
SKEWED: dict[str, Sequence[float]] = BALANCED | {"skin": (0.38, 0.32, 0.14, 0.08, 0.04, 0.02, 0.02)}
SKEWED_CLOTHES = {skin: (0.60, 0.20, 0.05, 0.05, 0.05, 0.05) for skin in ("pale", "light")} | {
    skin: (0.05, 0.10, 0.45, 0.30, 0.05, 0.05) for skin in ("brown", "dark")
}

# Pairs the generators never see together, to show composition. The classifier sees them: a judge that never saw a
# yellow hoodie reads real ones wrong (measured in the trial: 0 % right).
HELD_OUT = (
    ("top", "hijab", "glasses", "sunglasses"),
    ("hair_color", "pink", "beard", "moustache"),
    ("top", "turban", "eyes", "heart"),
    ("top", "afro", "glasses", "eye patch"),
    ("clothes", "hoodie", "cloth_color", "yellow"),
    ("top", "dreadlocks", "hair_color", "blonde"),
    ("mouth", "tongue", "eyes", "closed"),
    ("skin", "yellow", "background", "navy"),
)


def visible(person: Mapping[str, str]) -> dict[str, bool]:
    """Which attributes can be seen, so may be named in a caption and scored."""
    hat, bald, hijab = person["top"] in HATS, person["top"] == "bald", person["top"] == "hijab"
    hidden = {
        "hair_color": (hat or bald) and person["beard"] == "no beard",
        "hat_color": not hat,
        "eyes": person["glasses"] in ("sunglasses", "eye patch"),
        "clothes": hijab,
        "cloth_color": hijab,  # two corners of a few pixels are left, too few to name
    }
    return {attribute: not hidden.get(attribute, False) for attribute in ATTRIBUTES}


def held_out(person: Mapping[str, str]) -> list[int]:
    """Indices into HELD_OUT of the pairs this person visibly shows."""
    seen = visible(person)
    return [i for i, (a, x, b, y) in enumerate(HELD_OUT) if person[a] == x and person[b] == y and seen[a] and seen[b]]


def sample_person(
    rng: np.random.Generator, fixed: Mapping[str, str] | None = None, *, skewed: bool = False
) -> dict[str, str]:
    """One person drawn with the world's frequencies; `fixed` sets some attributes by hand."""
    frequencies = SKEWED if skewed else BALANCED
    person: dict[str, str] = {}
    for attribute in ATTRIBUTES:
        p = frequencies.get(attribute)
        if skewed and attribute == "clothes":
            p = SKEWED_CLOTHES.get(person["skin"])
        person[attribute] = NAMES[attribute][rng.choice(len(NAMES[attribute]), p=p)]
    person.update(fixed or {})
    if person["top"] == "hijab":
        person["beard"] = "no beard"
    return person


def to_row(person: Mapping[str, str]) -> list[int]:
    return [NAMES[attribute].index(person[attribute]) for attribute in ATTRIBUTES]


def to_person(row: Sequence[int]) -> dict[str, str]:
    return {attribute: NAMES[attribute][int(i)] for attribute, i in zip(ATTRIBUTES, row, strict=True)}


def labels(rows: np.ndarray) -> np.ndarray:
    """rows (n, 12) with -1 where the attribute can't be seen."""
    seen = [list(visible(to_person(row)).values()) for row in rows]
    return np.where(seen, rows, -1).astype(np.int8)


def options(person: Mapping[str, str]) -> dict[str, object]:
    """DiceBear options, every one explicit. An absent part gets probability 0 and any valid value."""
    value = {attribute: OPTIONS[attribute][person[attribute]] for attribute in ATTRIBUTES}
    return {
        "skinColor": [value["skin"]],
        "top": [value["top"] or "bob"],
        "topProbability": 100 if value["top"] else 0,
        "hairColor": [value["hair_color"]],
        "facialHairColor": [value["hair_color"]],
        "hatColor": [value["hat_color"]],
        "accessories": [value["glasses"] or "round"],
        "accessoriesProbability": 100 if value["glasses"] else 0,
        "accessoriesColor": ["262e33"],
        "facialHair": [value["beard"] or "beardLight"],
        "facialHairProbability": 100 if value["beard"] else 0,
        "mouth": [value["mouth"]],
        "eyes": [value["eyes"]],
        "eyebrows": [value["brows"]],
        "clothing": [value["clothes"]],
        "clothesColor": [value["cloth_color"]],
        "backgroundColor": [value["background"]],
    }
