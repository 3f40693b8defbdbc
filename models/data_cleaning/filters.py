"""The filters of the funnel: from the text alone, each tells which documents to take away, and why.

Their rules are those of published pipelines: Gopher (Rae et al. 2021, arXiv:2112.11446, table A1), C4 (Raffel et al.
2020, arXiv:1910.10683), FineWeb (Penedo et al. 2024, arXiv:2406.17557).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import py3langid
from datasketch import MinHash
from numpy.typing import NDArray

HASHES = 128  # numbers in a signature
SHINGLE = 3  # words in a row
STOP_WORDS = frozenset("the be to of and that have with".split())  # Gopher's
POLICIES = ("privacy policy", "terms of use", "cookie policy", "uses cookies", "use cookies")  # C4's
MARKS = '.!?"”'  # that end a line of prose


def words(text: str) -> list[str]:
    return text.split()


def length(text: str, least: int) -> str:
    """How many words it has, if fewer than `least`; "" lets it pass."""
    count = len(words(text))
    return str(count) if count < least else ""


@lru_cache(maxsize=20_000)
def language(text: str) -> str:
    """The likeliest of 97 languages, as "en" (langid.py; Lui and Baldwin 2012)."""
    return str(py3langid.classify(text)[0])


def _policy(text: str) -> bool:
    return any(phrase in text.lower() for phrase in POLICIES)


def _braces(text: str) -> bool:
    return "{" in text


def _word_length(text: str) -> bool:
    return not 3 <= np.mean([len(word) for word in words(text)] or [0]) <= 10


def _stop_words(text: str) -> bool:
    return sum(word.strip(".,!?") in STOP_WORDS for word in words(text.lower())) < 2


def _letters(text: str) -> bool:
    return sum(any(c.isalpha() for c in word) for word in words(text)) < 0.8 * len(words(text))


def _signs(text: str) -> bool:
    return sum(text.count(sign) for sign in ("#", "…", "...")) > 0.1 * len(words(text))


def _bullets(text: str) -> bool:
    lines = text.splitlines()
    return sum(line.lstrip().startswith(("-", "•", "*")) for line in lines) > 0.9 * len(lines)


def _endings(text: str) -> bool:
    """FineWeb's: hardly any line ends as a sentence does."""
    lines = [line for line in text.splitlines() if line.strip()]
    return sum(line.rstrip()[-1] in MARKS for line in lines) <= 0.12 * len(lines)


def _repeats(text: str) -> bool:
    """Gopher's: one pair of words makes up more than a fifth of the characters."""
    pairs = Counter(re.findall(r"(?=(\b\S+ \S+\b))", text))
    pair, count = max(pairs.items(), key=lambda item: item[1] * len(item[0]), default=("", 0))
    return count > 1 and count * len(pair) > 0.2 * len(text)


JUNK_RULES: dict[str, Callable[[str], bool]] = {
    "policy": _policy,
    "braces": _braces,
    "word_length": _word_length,
    "stop_words": _stop_words,
    "letters": _letters,
    "signs": _signs,
    "bullets": _bullets,
    "endings": _endings,
    "repeats": _repeats,
}


@lru_cache(maxsize=20_000)
def junk(text: str) -> str:
    """The first rule that it breaks; "" if none."""
    return next((name for name, broken in JUNK_RULES.items() if broken(text)), "")


def plain(text: str) -> str:
    """Without differences of capitals and spaces."""
    return " ".join(text.casefold().split())


def copies(texts: Sequence[str]) -> list[int]:
    """For each text the position of the first one like it, by the SHA-256 of both in plain form; -1 for the first."""
    first: dict[bytes, int] = {}
    positions = [first.setdefault(hashlib.sha256(plain(text).encode()).digest(), at) for at, text in enumerate(texts)]
    return [position if position < at else -1 for at, position in enumerate(positions)]


def shingles(text: str) -> set[str]:
    """All stretches of three words; of a shorter text, the whole of it."""
    all_words = plain(text).split()
    return {" ".join(all_words[i : i + SHINGLE]) for i in range(max(1, len(all_words) - SHINGLE + 1))}


@lru_cache(maxsize=20_000)
def signature(text: str) -> NDArray[np.uint64]:
    """(HASHES,) the smallest hash of any shingle, for each of 128 hash functions (Broder 1997)."""
    hashed = MinHash(num_perm=HASHES)
    hashed.update_batch([shingle.encode() for shingle in sorted(shingles(text))])
    values: NDArray[np.uint64] = hashed.digest()
    return values


def similarities(texts: Sequence[str]) -> NDArray[np.float64]:
    """(n, n) how alike two texts are: the share of equal numbers in their signatures, which estimates the share of
    shingles that both have among those that either has (Jaccard)."""
    signatures = np.array([signature(text) for text in texts]).reshape(len(texts), HASHES)
    return np.array([(signatures == one).mean(1) for one in signatures]).reshape(len(texts), len(texts))


def near_copies(alike: NDArray[np.float64], least: float) -> list[int]:
    """(n, n) similarities → for each text the most similar one before it that was kept, if at least so similar; else
    -1, and the text is kept."""
    kept: list[int] = []
    copied: list[int] = []
    for at in range(len(alike)):
        nearest = max(kept, key=lambda other: alike[at, other], default=-1)
        if nearest >= 0 and alike[at, nearest] >= least:
            copied.append(nearest)
        else:
            copied.append(-1)
            kept.append(at)
    return copied
