"""The passport as a text that people read: Markdown, with links to the visitor's own runs."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from pages.basics.language import _
from pages.basics.words import escape
from pages.frame import progress, registry
from pages.passport import rows


def markdown() -> str:
    base = str(st.context.url or "").partition("?")[0].rstrip("/").removesuffix(f"/{registry.PASSPORT}")
    lines = [_line(number, chapter, base) for number, chapter in enumerate(registry.written(), start=1)]
    return "\n".join([f"# {_('Your passport')}", "", rows.sums(), "", *lines, ""])


def _line(number: int, chapter: registry.Chapter, base: str) -> str:
    done, last = progress.done(chapter.slug), progress.of(chapter.slug).run
    parts = [
        f"- **{number} · {_(chapter.title)}**: {_('done') if done else _('not done')}, {rows.guess(chapter.slug)}."
    ]
    if last is not None:
        query = f"?{urlencode(last)}" if last else ""
        parts.append(f"[{escape(rows.run(chapter.slug))}]({base}/{chapter.slug}{query})")
    return " ".join(parts)
