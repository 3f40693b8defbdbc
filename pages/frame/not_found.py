"""An address that belongs to no chapter: Home answers it with a sentence. Streamlit would put a modal over the page."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import streamlit as st

from pages.basics.base_path import base_path
from pages.basics.language import _
from pages.basics.words import escape
from pages.frame import registry


def unknown(url: str | None, base: str = "") -> str:
    """The last part of the address's path, if it is no page's; "" at home, in a chapter, in the passport, and
    where there is no address. `base` is the path under which the app is served, as base_path() gives it."""
    path = unquote(urlsplit(url or "").path)
    slug = path.removeprefix(base).strip("/").rpartition("/")[2]
    return "" if slug in {registry.PASSPORT, *(chapter.slug for chapter in registry.written())} else slug


def page() -> list[st.Page]:
    """Home once more, hidden, under the unknown path that was asked for; nothing if the path is known."""
    slug = unknown(st.context.url, base_path())
    return [st.Page("chapters/home/page.py", title=_("Home"), url_path=slug, visibility="hidden")] if slug else []


def say(slug: str) -> None:
    """The sentence. A chapter that is planned is named as planned."""
    planned = next((c for c in registry.CHAPTERS if c.slug == slug), None)
    if planned:
        text = _("The chapter {chapter} is planned, but not written yet. Here is the map.").format(
            chapter=_(planned.title)
        )
    else:
        text = _("There is no chapter “{slug}”. Here is the map.").format(slug=escape(slug))
    st.warning(text, icon=":material/explore_off:")
