"""What surrounds every page: page settings, the style sheet, and the sidebar below the navigation."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.basics import language, theme
from pages.basics.language import _
from pages.figures.components.entries import one_entry_for_each_act
from pages.figures.components.live_region import live_region
from pages.figures.components.narrow_sidebar import narrow_sidebar
from pages.figures.components.plain_navigation import plain_navigation
from pages.figures.components.slider_numbers import slider_numbers
from pages.figures.components.spoken_names import spoken_names
from pages.frame import address, history, later, progress, registry, rows, teacher, values, widgets

HERE = Path(__file__).parent
NAME = "Generative AI, Live"


def configure() -> None:
    """Page settings and style; the first thing a run does."""
    st.set_page_config(NAME, page_icon=str(HERE / "favicon.svg"), layout="wide")
    history.forget(["_lang", "lang", "depth", *rows.all_names()])
    teacher.read()
    language.remember()
    _say_language()
    st.html(HERE / "style.css")
    for sheet in ("contrast.css", "sidebar.css", "print.css"):
        st.html(HERE / sheet)
    if st.context.is_embedded:
        st.html(HERE / "embed.css")
    live_region()
    spoken_names()
    slider_numbers()


def _say_language() -> None:
    """Tells the browser, and with it screen readers, spelling and the components' numbers. Streamlit's page says "en";
    a script in the page does it before any component is loaded."""
    with st.container(key="page-language"):
        st.html(
            f"<script>document.documentElement.lang = '{language.current()}'</script>", unsafe_allow_javascript=True
        )


def enter(slug: str) -> None:
    """Sets the current chapter, "" for Home, and reads its address. Call it before the first widget."""
    _accent(slug)
    later.begin(arrived=values.enter(slug))
    teacher.come_along()
    address.read()


def _accent(slug: str) -> None:
    """The colour of the chapter's family of models, in both themes, for the style sheets and components."""
    light, dark = (getattr(palette, registry.accent(slug)) for palette in (theme.LIGHT, theme.DARK))
    st.html(f"<style>:root {{ --accent: light-dark({light}, {dark}); }}</style>")


def sidebar() -> None:
    """Large type, language and the score of predictions, below the navigation."""
    with st.sidebar:
        if "large" not in teacher.hidden():
            st.toggle(
                _("Large type"),
                key="large",
                bind="query-params",
                help=_("For a projector, or for tired eyes."),
                disabled="large" in teacher.locked(),
            )
            history.stay("large")
        widgets.choose(
            "lang",
            _("Language"),
            language.available(),
            {},
            default=language.of_browser(),
            format_func=language.NAMES.__getitem__,
        )
        right, made = progress.score()
        if made:
            st.markdown(f":small[{_('First guesses right: {right} of {made}').format(right=right, made=made)}]")
        one_entry_for_each_act()
        plain_navigation()
        narrow_sidebar()
    if st.session_state.get("large"):
        st.html(HERE / "large.css")
