"""Sentences about a person, from attributes: clauses are dropped and re-ordered, so short prompts work too.

caption(person, rng)       a sentence that names a random part of what can be seen
prompt(person, rng, n)     (sentence, the about n attributes it names): for evaluation
VOCABULARY                 every word a caption can hold; a prompt's other words are outside this world
"""

import re
from collections.abc import Callable, Sequence

import numpy as np

from models.avatars.attributes import ATTRIBUTES, HATS, NAMES, visible

Pick = Callable[[Sequence[str]], str]

MOUTH = {
    "smile": ("smiling", "with a smile"),
    "serious": ("serious", "with a serious mouth"),
    "sad": ("sad", "with a sad mouth"),
    "tongue": ("with tongue out", "sticking out the tongue"),
    "scream": ("screaming", "with an open mouth"),
    "grimace": ("grimacing", "with gritted teeth"),
}
EYES = {
    "open": ("open eyes", "normal eyes"),
    "happy": ("happy eyes",),
    "closed": ("closed eyes",),
    "heart": ("heart eyes", "hearts for eyes"),
    "wide": ("wide eyes", "surprised eyes"),
    "wink": ("a wink", "one eye closed"),
    "dizzy": ("dizzy eyes", "crossed out eyes"),
}
BROWS = {"relaxed": "relaxed eyebrows", "angry": "angry eyebrows", "raised": "raised eyebrows"}
NOUNS = ("person", "person", "avatar", "portrait of a person")
BALD, SHAVED = ("no hair", "a bald head"), ("no beard", "a shaved face")


def article(words: str) -> str:
    return ("an " if words[0] in "aeiou" else "a ") + words


def hair(person: dict[str, str], named: set[str], pick: Pick) -> str | None:
    """The clause about what is on the head, or None where nothing of it is named."""
    top = person["top"]
    color = person["hair_color"] + " " if "hair_color" in named else ""
    if "top" not in named:
        return f"{color}hair" if color and top not in HATS and top != "bald" else None
    if top in HATS:
        return article((person["hat_color"] + " " if "hat_color" in named else "") + top)
    if top == "bald":
        return pick(BALD)
    if top == "flower crown":
        return "a flower crown" + (pick((" on ", " in ")) + f"{color}hair" if color else "")
    if top.endswith(" hair"):
        return f"{top.removesuffix(' hair')} {color}hair"
    return color + top if top == "dreadlocks" else article(color + top)


def clauses(person: dict[str, str], named: set[str], pick: Pick) -> list[str]:
    """What follows "with", for the attributes in `named`; mouth and background are the sentence's own."""
    out = [f"{person['skin']} skin"] if "skin" in named else []
    top = hair(person, named, pick)
    out += [top] if top else []
    if "beard" in named:
        has_hair = top is not None and person["top"] not in HATS and person["top"] != "bald"
        color = person["hair_color"] + " " if "hair_color" in named and not has_hair else ""
        beard = person["beard"]
        out.append(
            pick(SHAVED) if beard == "no beard" else color + beard if beard == "stubble" else article(color + beard)
        )
    if "glasses" in named:
        out.append(article(person["glasses"]) if person["glasses"] == "eye patch" else person["glasses"])
    if "eyes" in named:
        out.append(pick(EYES[person["eyes"]]))
    if "brows" in named:
        out.append(BROWS[person["brows"]])
    if "clothes" in named:
        color = person["cloth_color"] + " " if "cloth_color" in named else ""
        clothes = person["clothes"]
        out.append(color + clothes if clothes == "overalls" else article(color + clothes))
    elif "cloth_color" in named:
        out.append(f"{person['cloth_color']} clothes")
    return out


def sayable(person: dict[str, str], chosen: Sequence[str]) -> list[str]:
    """What of `chosen` a sentence can say: it is visible, and a colour goes with its object."""
    seen = visible(person)
    named = [attribute for attribute in chosen if seen[attribute]]
    if "hat_color" in named and "top" not in named:
        named.remove("hat_color")
    if "hair_color" in named and (person["top"] in HATS or person["top"] == "bald") and "beard" not in named:
        named.remove("hair_color")
    return named


def sentence(person: dict[str, str], named: Sequence[str], rng: np.random.Generator) -> str:
    def pick(options: Sequence[str]) -> str:
        return options[int(rng.integers(len(options)))]

    parts = clauses(person, set(named), pick)
    rng.shuffle(parts)
    mouth = pick(MOUTH[person["mouth"]]) if "mouth" in named else ""
    noun = pick(NOUNS)
    if mouth and " " not in mouth:
        text = f"a portrait of {article(mouth)} person" if noun.startswith("portrait") else article(f"{mouth} {noun}")
    else:
        text = article(noun) + (" " + mouth if mouth and not mouth.startswith("with ") else "")
    if mouth.startswith("with "):
        parts.insert(rng.integers(len(parts) + 1), mouth.removeprefix("with "))
    if parts:
        last = pick((", ", " and ")) if len(parts) > 1 else ""
        text += " with " + ", ".join(parts[:-1]) + last + parts[-1]
    if "background" in named:
        where = f"{person['background']} background"
        text = pick((f"{text}, on {article(where)}", f"{text}, {where}", f"on {article(where)}, {text}"))
    return text


def choose(person: dict[str, str], rng: np.random.Generator, keep: float | None = None) -> list[str]:
    """The attributes a caption will name: few or nearly all; absent things are rarely worth a word."""
    keep = rng.uniform(0.1, 1) if keep is None else keep
    rare = {"glasses": person["glasses"] == "no glasses", "beard": person["beard"] == "no beard"}
    return sayable(person, [a for a in ATTRIBUTES if rng.random() < keep * (0.5 if rare.get(a) else 1)])


def caption(person: dict[str, str], rng: np.random.Generator, keep: float | None = None) -> str:
    return sentence(person, choose(person, rng, keep), rng)


def prompt(
    person: dict[str, str], rng: np.random.Generator, n: int, include: Sequence[str] = ()
) -> tuple[str, list[str]]:
    """A sentence naming `include` and, up to n in all, other visible attributes, with the list of what it names."""
    seen = [a for a in ATTRIBUTES if visible(person)[a] and a not in include]
    named = sayable(person, [*include, *rng.permutation(seen)[: max(0, n - len(include))]])
    return sentence(person, named, rng), named


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def _vocabulary() -> frozenset[str]:
    phrases = [*BALD, *SHAVED, *NOUNS, *BROWS.values(), "a an with and on in hair skin clothes background"]
    phrases += [w for options in (*MOUTH.values(), *EYES.values()) for w in options]
    # attribute names in captions are their own words, except mouth and brows, which have words of their own above
    phrases += [n for a, names in NAMES.items() if a not in ("mouth", "brows", "eyes") for n in names]
    return frozenset(w for phrase in phrases for w in words(phrase))


VOCABULARY = _vocabulary()
