"""A filter of what visitors type, for public servers: off unless the host sets GENERATIVE_AI_LIVE_FILTER=1.

A list of words (content_filter.txt, or the host's own), matched as whole words: “Scunthorpe” and “cocktail” pass.
Capitals, accents, endings, look-alike letters of other alphabets, digits for letters (sh1t), repeated letters (fuuuck),
letters set apart (f u c k) and invisible characters do not hide one.

What it cannot do: it knows words, not meanings, two languages, and nothing of what a model writes. A library
would bring no more: those looked at (better-profanity, of 2020; alt-profanity-check, which needs scikit-learn) know
English alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from models.engine.errors import InvalidRequest
from models.engine.ops.settings import SETTINGS
from models.engine.translation import N_

WORDS = Path(__file__).with_suffix(".txt")
ENDINGS = "(?:e|ed|en|er|ern|ers|es|in|ing|n|s|t|te|ten|ty|y)?"
# Digits and signs, then Cyrillic, then Greek letters, and the Latin ones that they look like.
LOOK_ALIKE = str.maketrans(
    "0134578@$€" + "аесорхуіјѕкмтнв" + "αεικνορτυχ", "oieastbase" + "aecopxyijskmthb" + "aeikvoptux"
)
NOT_LETTERS = r"[\W\d_]"

Find = Callable[[str], str | None]


def finder(words: Iterable[str]) -> Find:
    """A function that returns the first such word of a text, as it is written there, or None."""
    one_of = "|".join(_pattern(word) for word in words)
    pattern = re.compile(rf"(?<![^\W\d_])(?:{one_of})(?![^\W\d_])")

    def find(text: str) -> str | None:
        plain, positions = _plain(text)
        match = pattern.search(plain)
        return text[positions[match.start()] : positions[match.end() - 1] + 1] if match else None

    return find


def _pattern(word: str) -> str:
    letters = [re.escape(letter) for letter in _plain(word)[0]]
    together = "".join(letter + "+" for letter in letters) + ENDINGS
    return f"{together}|{f'{NOT_LETTERS}+'.join(letters)}"


def _plain(text: str) -> tuple[str, list[int]]:
    """Lower-case letters without accents or disguise, and where in the text each of them is."""
    plain: list[str] = []
    positions: list[int] = []
    for position, character in enumerate(text):
        for c in unicodedata.normalize("NFKD", character).casefold():
            if unicodedata.category(c) not in ("Mn", "Cf"):  # accents, and what is not seen
                plain.append(c)
                positions.append(position)
    # A digit or sign stands for a letter only beside letters: 455 is a number, a55 is not.
    word_matches = re.finditer(r"[\w@$€!]*[^\W\d_][\w@$€!]*", "".join(plain))
    for start, end in (match.span() for match in word_matches):
        for i in range(start, end):
            inside = plain[i] == "!" and i + 1 < end and plain[i + 1].isalpha()
            plain[i] = "i" if inside else plain[i].translate(LOOK_ALIKE)
    return "".join(plain), positions


def read(path: Path) -> list[str]:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _nothing(text: str) -> None:
    return None


find: Find = finder(read(Path(SETTINGS.filter_words or WORDS))) if SETTINGS.filter else _nothing


def refuse_filtered_words(text: str) -> None:
    """Raises InvalidRequest if the host's filter matches a word in the text."""
    word = find(text)
    if word is not None:
        raise InvalidRequest(N_("This server does not take the word “{word}”. Leave it out and try again."), word=word)
