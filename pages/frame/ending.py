"""The end of a chapter: what this run has shown, what became of the guess, and where to go on."""

from __future__ import annotations

import streamlit as st

from pages.basics.language import _
from pages.frame import progress, registry


def draw(slug: str, seen: str) -> None:
    """seen: three lines with this run's numbers, as Markdown; "" of a run that was stopped."""
    progress.ran(slug)
    with st.container(key="ending"):
        if seen:
            st.header(_("What you saw"), anchor=False)
            st.markdown(seen)
        st.markdown(_guess(slug))
        _onward(slug)


def _guess(slug: str) -> str:
    now = progress.of(slug)
    if now.first_right is None:
        return _("Your guess: you were not sure.") if now.guess else _("Your guess: not made yet.")
    return _("Your first guess was right.") if now.first_right else _("Your first guess was not right.")


def _onward(slug: str) -> None:
    """The next chapter, or Home after the last one; and the passport."""
    following = registry.following(slug)
    with st.container(horizontal=True, key="onward"):
        if following:
            label = _("Next: {chapter}").format(chapter=_(following.title))
            st.page_link(
                following.file, label=f"**{label}** · {_(following.question)}", icon=":material/arrow_forward:"
            )
        else:
            st.page_link(registry.HOME_FILE, label=_("Home"), icon=":material/home:")
        st.page_link(registry.PASSPORT_FILE, label=_("Your passport"), icon=registry.PASSPORT_ICON)
