"""The visitor's language: gettext catalogues in assets/locale, lessons in assets/lessons/<lang>.

The switch in the sidebar decides, then the address (`lang=`), then the visit, then English. English is the language of
the source texts, so it has no catalogue.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

import streamlit as st

ASSETS = Path(__file__).resolve().parents[2] / "assets"
DEFAULT = "en"
NAMES = {"en": "English", "de": "Deutsch"}  # each in its own words
NARROW = "\u202f"  # narrow no-break space


@cache
def available() -> tuple[str, ...]:
    """The languages in which lessons exist, the default first."""
    others = sorted(p.name for p in (ASSETS / "lessons").iterdir() if p.is_dir() and p.name != DEFAULT)
    return (DEFAULT, *others)


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation("messages", ASSETS / "locale", [lang], fallback=True)


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
    """The text in the visitor's language; the text itself where no translation exists."""
    return _catalogue(current()).gettext(text) if text else text


def grouped(number: str) -> str:
    """A number written with commas between thousands, as the visitor's language writes them. In German a comma would
    make 49,152 a number just above 49. The decimal point stays: sliders, code and downloads have it too."""
    return number if current() == DEFAULT else number.replace(",", NARROW)
