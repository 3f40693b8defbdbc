"""The visitor's language: catalogues in assets/locale/<lang>, one per chapter, and lessons in assets/lessons/<lang>.

The switch in the sidebar decides, then the address (`lang=`), then the visit, then English. English is the language of
the source texts, so it has no catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from pathlib import Path

import streamlit as st
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from models.engine.single_flight import single_flight

ASSETS = Path(__file__).resolve().parents[2] / "assets"
DEFAULT = "en"
NAMES = {"en": "English", "de": "Deutsch"}  # each in its own words
NARROW = "\u202f"  # narrow no-break space


@cache
def available() -> tuple[str, ...]:
    """The languages in which lessons exist, the default first."""
    others = sorted(p.name for p in (ASSETS / "lessons").iterdir() if p.is_dir() and p.name != DEFAULT)
    return (DEFAULT, *others)


@dataclass(frozen=True)
class Translations:
    """The translations of the English texts, and which form of a noun follows a number."""

    said: Mapping[str, str]
    forms: int  # how many a noun has
    form: Callable[[int], int]  # a whole number → which of them, from 0


@single_flight
def _catalogue(lang: str) -> Translations:
    """All .po files of a language. Its plural rule is the one in the head of common.po; without that file, English's.
    Texts without a translation, or with one that is marked as fuzzy, stay English."""
    said: dict[str, str] = {}
    head = Catalog(locale=DEFAULT)
    for path in sorted((ASSETS / "locale" / lang).glob("*.po")):
        with path.open("rb") as lines:
            texts = read_po(lines)
        said |= {str(text.id): str(text.string) for text in texts if text.id and text.string and not text.fuzzy}
        head = texts if path.stem == "common" else head
    return Translations(said, head.num_plurals, c2py(head.plural_expr))


def read_ahead() -> None:
    """Reads the catalogues of all languages, so that no visitor waits for it."""
    for lang in available():
        _catalogue(lang)


def current() -> str:
    """The language of this visitor."""
    state = st.session_state
    lang = state.get("lang") or st.query_params.get("lang") or state.get("_lang")
    return lang if lang in available() else DEFAULT


def remember() -> None:
    """Keeps the language for the visit: a link to another page has neither switch nor address to tell it. Call it
    before the first widget."""
    st.session_state["_lang"] = current()


def _(text: str) -> str:
    """The text in the visitor's language; the text itself if there is no translation."""
    return _catalogue(current()).said.get(text, text)


def fitting(number: float, forms: Sequence[str]) -> str:
    """The form of a noun that fits the number, by the rule of the visitor's language: of "token" and "tokens"
    the first for 1. A number that is not whole takes the last. Where the language has more or fewer forms than are
    written, the text is English that nobody has translated yet, and English's rule holds."""
    language = _catalogue(current())
    if len(forms) != language.forms:
        language = _catalogue(DEFAULT)
    return forms[language.form(int(number))] if float(number).is_integer() else forms[-1]


def grouped(number: str) -> str:
    """A number written with commas between thousands, as the visitor's language writes them. In German a comma would
    make 49,152 a number just above 49. The decimal point stays: sliders, code and downloads have it too."""
    return number if current() == DEFAULT else number.replace(",", NARROW)
