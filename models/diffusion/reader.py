"""The reader: a small network that says what a prompt asks for, however it is put, and says it as a caption.

The text encoder has seen captions alone: it knows a hundred words in their sentences. A prompt that is none (tags,
other words, German, a wrong letter) is read word by word: each word is its groups of letters, two convolutions bring
in its neighbours, and each gives evidence for the values of the attributes. The most certain word of all decides.
What is read is written as a caption, which the page shows; a prompt that is a caption goes as typed. No torch here.
"""

from __future__ import annotations

import zlib
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from models.avatars.attributes import ATTRIBUTES, HATS, NAMES
from models.avatars.captions import VOCABULARY, sentence
from models.avatars.wordings import LEXICON, fold, words
from models.weights import shipped

FOLDER = Path(__file__).parent / "weights" / "reader"
BUCKETS, WIDTH, REACH = 4096, 96, 2  # groups of letters; numbers of a word; words to the left and to the right
VALUES = {a: (*NAMES[a], "glasses") if a == "glasses" else NAMES[a] for a in ATTRIBUTES}  # "glasses": any kind
PAIRS = tuple((a, value) for a in ATTRIBUTES for value in VALUES[a])
SENTENCE = frozenset(("a", "an", "with", "person", "avatar", "portrait"))  # of these a list of tags has none
GERMAN_SENTENCE = frozenset(("eine", "einer", "einem", "mit"))
MOST_WORDS = 46  # commas included, as many as the text encoder has places; a longer text goes as typed
READABLE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789,.-!?' \t\n")  # of a folded text


@lru_cache(4096)
def groups(word: str) -> tuple[int, ...]:
    """A word's buckets: the word itself and its groups of two to four letters, ends marked (Bojanowski, 1607.04606)."""
    marked = f"<{word}>"
    parts = {marked} | {marked[i : i + n] for n in (2, 3, 4) for i in range(len(marked) - n + 1)}
    return tuple(zlib.crc32(part.encode()) % BUCKETS for part in sorted(parts))


@cache
def _weights() -> dict[str, np.ndarray]:
    shipped.verify(FOLDER)
    return {name: value.astype(np.float32) for name, value in load_file(FOLDER / "reader.safetensors").items()}


def evidence(said: list[str]) -> np.ndarray:
    """(words, pairs) float32, log odds: of each word for each of PAIRS. Raises StoreError for damaged weights."""
    weights = _weights()
    x = np.stack([weights["embed.weight"][list(groups(word))].mean(0) for word in said])
    for name in ("first", "second"):
        padded = np.pad(x, ((REACH, REACH), (0, 0)))
        near = np.stack([padded[i : i + len(x)] for i in range(2 * REACH + 1)], 2)  # (words, width, reach)
        kernel = weights[f"{name}.weight"].reshape(WIDTH, -1)
        x = x + np.maximum(near.reshape(len(x), -1) @ kernel.T + weights[f"{name}.bias"], 0)
    out: np.ndarray = x @ weights["out.weight"].T + weights["out.bias"]
    return out


def read(said: list[str]) -> dict[str, str]:
    """Attribute → value, for what is likelier asked for than not."""
    best, found = evidence(said).max(0), {}
    for attribute in ATTRIBUTES:
        mine = [(best[i], value) for i, (a, value) in enumerate(PAIRS) if a == attribute]
        odds, value = max(mine)
        if odds > 0:
            found[attribute] = value
    return found


@lru_cache(10_000)
def known(word: str) -> bool:
    """Whether the word, or one of five letters or more that is one letter away, is in the lexicon."""
    return word in LEXICON or any(len(w) >= 5 and _one_letter(word, w) for w in LEXICON)


def _one_letter(a: str, b: str) -> bool:
    """Whether one letter was added, left out, replaced, or swapped with the next."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    x, y = a[start:], b[start:]
    return x[1:] == y[1:] or x[1:] == y or x == y[1:] or (x[:2] == y[:2][::-1] and x[2:] == y[2:])


def is_caption(said: list[str]) -> bool:
    """Whether the text encoder gets the text as typed: no word is another word for one of its own, and it is more
    than a list of tags."""
    own = [word for word in said if word in VOCABULARY]
    other = [word for word in said if word not in VOCABULARY and known(word)]
    return not other and (not own or any(word in SENTENCE for word in own))


@lru_cache(1000)
def as_caption(prompt: str) -> str:
    """What the text encoder is given for a prompt: the prompt itself where it is a caption or cannot be read; else
    a caption of what was read, and behind it the words that mean nothing here."""
    said = words(prompt)
    bare = [word for word in said if word != ","]
    if len(said) > MOST_WORDS or set(fold(prompt)) - READABLE or is_caption(bare):
        return prompt
    clear = [word for word in said if word == "," or known(word)]
    found, strange = read(clear), [word for word in bare if not known(word)]
    if not found and not any(word in SENTENCE | GERMAN_SENTENCE for word in bare):
        return prompt
    return ", ".join([write(found), *dict.fromkeys(strange)])


def write(found: dict[str, str]) -> str:
    """The caption that names these values: of the wordings a caption has, always the same one."""
    found = dict(found)
    if found.get("top") not in HATS:
        found.pop("hat_color", None)
    bare = {attribute: NAMES[attribute][0] for attribute in ATTRIBUTES} | {"top": "short hair"}  # hair has a colour
    person = bare | found
    return sentence(person, [a for a in ATTRIBUTES if a in found], np.random.default_rng(0))
