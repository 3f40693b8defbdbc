"""The visitor's language: gettext catalogues in assets/locale, lessons in assets/lessons/<lang>.

The address decides (`lang=`), then English. English is the language of the source texts, so it has no catalogue.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

import streamlit as st

ASSETS = Path(__file__).resolve().parents[2] / "assets"
DEFAULT = "en"


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
    lang = st.session_state.get("_lang") or st.query_params.get("lang", DEFAULT)
    return lang if lang in available() else DEFAULT


def _(text: str) -> str:
    """The text in the visitor's language; the text itself where no translation exists."""
    return _catalogue(current()).gettext(text) if text else text
