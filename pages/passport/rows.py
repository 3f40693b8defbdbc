"""The lines of the passport: the sums, and one line for each chapter."""

from __future__ import annotations

import streamlit as st

from pages.basics.language import _
from pages.basics.words import escape
from pages.frame import progress, registry
from pages.frame.registry import Chapter


def sums() -> str:
    """Chapters done; first guesses right, wrong and open."""
    chapters = registry.written()
    right, made = progress.score()
    done = _("Chapters done: {n} of {all}.").format(n=sum(progress.done(c.slug) for c in chapters), all=len(chapters))
    guesses = _("First guesses: {right} right, {wrong} wrong, {open} open.").format(
        right=right, wrong=made - right, open=len(chapters) - made
    )
    return f"**{done}** {guesses}"


def guess(slug: str) -> str:
    """What became of the chapter's first guess."""
    right = progress.of(slug).first_right
    return _("guess open") if right is None else _("guessed right") if right else _("guessed wrong")


def run(slug: str) -> str:
    """What the last run was about, as plain text: its text, or the controls that were changed."""
    if text := progress.text_of_run(slug):
        return f"“{text}”"
    changed = progress.of(slug).run or {}
    return ", ".join(f"{name} = {value}" for name, value in changed.items()) or _("as it opens")


def draw(number: int, chapter: Chapter) -> None:
    """One chapter: its name and whether it is done, the guess, and the way back to the last run."""
    done, last = progress.done(chapter.slug), progress.of(chapter.slug).run
    with st.container(key=f"passport-row-{chapter.slug}"):
        name, guessed, way = st.columns((3, 2, 6), vertical_alignment="center")
        name.page_link(chapter.file, label=f"**{number} · {_(chapter.title)}**" + (" ✓" if done else ""))
        guessed.markdown(f"{_('done') if done else _('not done')}, {guess(chapter.slug)}")
        if last is not None:
            label = _("Last run: {what}").format(what=escape(run(chapter.slug)))
            way.page_link(chapter.file, label=label, query_params=last, icon=":material/replay:")
