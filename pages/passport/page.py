"""The passport: what a visitor has done in each chapter, to keep, to print, and to take away."""

import streamlit as st

from pages.basics.language import _
from pages.figures.components.print_button import print_button
from pages.frame import app_shell, progress, registry, stored_progress
from pages.passport import export, rows

st.set_page_config(f"{_('Your passport')} · {app_shell.NAME}", layout="wide")
with st.container(key="passport"):
    st.title(_("Your passport"), anchor=False)
    st.markdown(rows.sums())
    for number, chapter in enumerate(registry.written(), start=1):
        rows.draw(number, chapter)
    st.markdown(
        ":small["
        + _(
            "A chapter is done once you have made a guess or run an experiment there. Of your guesses, the first one "
            "counts. Your browser keeps all this, the server does not: on a shared computer, empty it when you leave."
        )
        + "]"
    )
with st.container(horizontal=True, key="passport-actions"):
    print_button()
    record = progress.record()
    st.download_button(
        _("As text"), export.markdown(), "passport.md", "text/markdown", icon=":material/download:", on_click="ignore"
    )
    st.download_button(
        _("As JSON"), record or "{}", "passport.json", "application/json", icon=":material/download:", on_click="ignore"
    )
    with st.popover(_("Empty the passport"), icon=":material/delete:"):
        st.markdown(_("Chapters done, guesses and runs are forgotten. This cannot be undone."))
        st.button(_("Empty it"), on_click=stored_progress.empty, type="primary", disabled=not record)
