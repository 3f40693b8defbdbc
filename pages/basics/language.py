"""The visitor's language: catalogues in assets/locale/<lang>, one per chapter, and lessons in assets/lessons/<lang>.

The switch in the sidebar decides, then the address (`lang=`), then the visit, then the browser, then English. English
is the language of the source texts, so it has no catalogue.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from numbers import Real
from pathlib import Path
from typing import Any

import streamlit as st
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import get_decimal_symbol, get_group_symbol

from models.engine.single_flight import single_flight
from pages.basics.isolates import isolated

ASSETS = Path(__file__).resolve().parents[2] / "assets"
DEFAULT = "en"
NAMES = {"en": "English", "de": "Deutsch"}  # each in its own words
NARROW = "\u202f"  # narrow no-break space
FIELD = re.compile(r"\{([a-z][a-z0-9_]*)(?::([^{}|]*))?((?:\|[^{}|]*)*)\}")  # {name:spec|form|forms}


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
    lang = state.get("lang") or st.query_params.get("lang") or state.get("_lang") or of_browser()
    return lang if lang in available() else DEFAULT


def of_browser() -> str:
    """The language that the visitor's browser asks for, where it is one of ours; else English."""
    lang = (st.context.locale or DEFAULT).split("-")[0]
    return lang if lang in available() else DEFAULT


def in_link() -> str:
    """What a copied link says of the language: "" where it leaves that to the reader's browser."""
    lang = current()
    return lang if lang != DEFAULT or "lang" in st.query_params else ""


def remember() -> None:
    """Keeps the language for the visit: a link to another page has neither switch nor address to tell it. Call it
    before the first widget."""
    st.session_state["_lang"] = current()


def counted(match: re.Match[str], values: Mapping[str, Any]) -> str:
    """What stands for one FIELD: the value and, behind it, the form of the word that fits the number as it is shown."""
    value, spec, forms = values[match[1]], match[2] or "", match[3][1:].split("|")
    whole = round(value) if spec.endswith(".0f") and forms != [""] else value
    noun = f" {fitting(whole, forms)}" if forms != [""] else ""
    return show(value, spec) + noun


class Text(str):
    """A text in the visitor's language. What `format` puts in is written as that language does: `{x:.1f}` with its
    decimal sign, `{n:,|token|tokens}` a count and the form of the word that fits it. A translation has as many forms
    there as its language: `{n:,|token|tokeny|tokenów}` in Polish. Raises KeyError for a name that has no value."""

    def format(self, *_args: object, **values: object) -> str:
        return FIELD.sub(lambda match: self._value(match, values), self)

    def _value(self, match: re.Match[str], values: Mapping[str, Any]) -> str:
        text = counted(match, values)
        return isolated(text) if isinstance(values[match[1]], str) else text


def _(text: str) -> Text:
    """The text in the visitor's language; the text itself where no translation exists."""
    return Text(_catalogue(current()).said.get(text, text))


def fitting(number: float, forms: Sequence[str]) -> str:
    """The form of a noun that fits the number, by the rule of the visitor's language: of "token" and "tokens"
    the first for 1. A number that is not whole takes the last. Where the language has more or fewer forms than are
    written, the text is English that nobody has translated yet, and English's rule holds."""
    language = _catalogue(current())
    if len(forms) != language.forms:
        language = _catalogue(DEFAULT)
    return forms[language.form(int(number))] if float(number).is_integer() else forms[-1]


@cache
def _signs(lang: str) -> dict[int, str]:
    return str.maketrans({",": get_group_symbol(lang), ".": get_decimal_symbol(lang)})


def localised(number: str) -> str:
    """A number in English digits, 49,152.5, as the visitor's language writes it: 49.152,5 in German. Code and
    data files keep the point; Streamlit's sliders get it in the browser."""
    return number.translate(_signs(current()))


def show(value: Any, spec: str = "") -> str:
    """One value as text, unescaped, numbers as the visitor's language writes them. `.1%` gives "7.1 %" with a narrow
    space; NaN and infinity are said in words."""
    return localised(plain_number(value, spec)) if isinstance(value, Real) else plain_number(value, spec)


def plain_number(value: Any, spec: str) -> str:
    """The same in English digits, for code."""
    if isinstance(value, str) or value is None:
        return format("" if value is None else value, spec)
    if isinstance(value, Real) and not math.isfinite(value):
        return "–" if math.isnan(value) else "∞"
    if spec.endswith("%"):
        digits = spec[:-1] or ".1"
        return f"{format(100 * float(value), digits + 'f')}{NARROW}%"
    return format(value, spec)
