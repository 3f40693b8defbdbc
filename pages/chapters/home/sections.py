"""The parts of Home: cards, the path through the chapters, questions. The card of a planned chapter has no link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import streamlit as st

from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import escape
from pages.chapters.home import data
from pages.figures.components import timeline as axis
from pages.figures.components.timeline import Event
from pages.frame import registry

START = 2014  # of the timeline: from here on there is something in every lane
STYLE = Path(__file__).with_name("home.css")


def style() -> None:
    """The style sheet, and the palette of this visitor's theme for it."""
    colours = theme.palette()
    names = {"blue": colours.blue, "paper": colours.background, "quiet": colours.quiet, **_family_colours()}
    st.html(f"<style>:root {{ {' '.join(f'--home-{name}: {value};' for name, value in names.items())} }}</style>")
    st.html(STYLE)


def _family_colours() -> dict[str, str]:
    """One meaning, one colour (theme.py); what is no family of its own stays grey."""
    p = theme.palette()
    return {"text": p.blue, "vae": p.teal, "gan": p.violet, "diffusion": p.orange, "ideas": p.quiet, "energy": p.quiet}


def leads(slug: str, label: str, sets: Mapping[str, str] | None = None, icon: str = ":material/arrow_forward:") -> None:
    """A link to a chapter, with its controls set; the word "planned" if the chapter is not written yet."""
    if not _known(slug):
        st.markdown(f":small[:material/schedule: {_('planned')}]")
    else:
        st.page_link(registry.chapter(slug).file, label=escape(label), icon=icon, query_params=dict(sets or {}))


def _known(slug: str) -> bool:
    return slug in {chapter.slug for chapter in registry.written()}


def opens(slug: str, what: str = "") -> str:
    """The text of a link: the chapter it opens, and `what` tells it from other links to the same one."""
    if not slug:
        return ""
    label = _("Open {chapter}").format(chapter=_(registry.chapter(slug).title))
    return f"{label}: {what}" if what else label


def start() -> None:
    """The one button of the first screen."""
    with st.container(key="home-start"):
        st.page_link("chapters/next_token/page.py", label=_("Try it on your own text"), icon=":material/play_arrow:")


def path() -> None:
    """All chapters in order, one card per part; each chapter with the question it answers. What is planned takes one
    line per part."""
    numbers = {chapter.slug: n for n, chapter in enumerate(registry.CHAPTERS, start=1)}
    written = registry.written()
    parts = [part for part in registry.PARTS if any(chapter.part == part for chapter in written)]
    with st.grid(2, min_column_width=300, gap="small", key="home-path"):
        for n, part in enumerate(parts):
            with st.container(border=True, key=f"home-part-{n}", gap="xsmall", height="stretch"):
                st.subheader(_(part), anchor=False)
                for chapter in (c for c in written if c.part == part):
                    label = f"**{numbers[chapter.slug]} · {_(chapter.title)}** {_(chapter.question)}"
                    st.page_link(chapter.file, label=label, icon=chapter.icon, width="stretch", help="")
    with st.container(gap=None, key="home-planned"):
        for part in registry.PARTS:
            titles = [_(c.title) for c in registry.CHAPTERS if c.part == part and c not in written]
            if titles:
                st.markdown(f":small[**{_(part)}** · {_('planned')}: {', '.join(titles)}]")


def timeline() -> None:
    """What happened when; an event links to its chapter if that is written."""
    lanes = [replace(lane, label=_(lane.label)) for lane in data.LANES]
    marks = [
        Event(
            year=event.year,
            lane=event.family,
            title=event.title,
            text=event.text,
            source=event.source,
            source_url=event.link,
            page=f"/{event.chapter}" if _known(event.chapter) else "",
            page_label=opens(event.chapter) if _known(event.chapter) else "",
        )
        for event in data.events()
    ]
    page = axis.timeline(
        marks,
        lanes,
        key="timeline",
        label=_("Generative AI from 1950 to today"),
        opened=[mark.year for mark in marks].index(START),
        start=START,
    )
    if page:
        st.switch_page(registry.chapter(page.removeprefix("/")).file)


def families() -> None:
    """What each family does, in one sentence, and what it is good and bad at."""
    with st.grid(4, min_column_width=185, gap="small", key="home-families"):
        for family in data.families():
            with st.container(border=True, key=f"home-card-family-{family.key}", gap="xsmall", height="stretch"):
                picture = data.drawing(family.key, _family_colours()[family.key], theme.palette().background)
                st.image(picture, alt=family.drawing, width=200)
                st.markdown(f"**{family.title}**")
                st.markdown(family.does)
                st.markdown(f"**{_('Strong:')}** {family.good}\n\n**{_('Weak:')}** {family.bad}")
                st.markdown(f":small[{family.known}]")
                leads(family.chapter, opens(family.chapter, family.title))


def applications() -> None:
    with st.grid(4, min_column_width=185, gap="small", key="home-applications"):
        for n, use in enumerate(data.applications()):
            with st.container(border=True, key=f"home-card-use-{n}", gap="xsmall", height="stretch"):
                st.markdown(f"{use.icon} **{use.title}**")
                st.markdown(use.text)
                leads(use.chapter, opens(use.chapter, use.title), use.sets)


def questions() -> None:
    """Two columns of questions; each answer ends with an experiment to run."""
    every = data.questions()
    half = -(-len(every) // 2)
    for column, some in zip(st.columns(2, gap="medium"), (every[:half], every[half:]), strict=True):
        with column:
            for question in some:
                with st.expander(question.ask):
                    st.markdown(question.answer)
                    leads(question.chapter, question.show, question.sets, icon=":material/science:")
