"""Events on a time axis, one lane per family; an event opens a card with its source and its chapter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from models.engine.translation import N_
from pages.basics.base_path import base_path
from pages.figures.components.define import define, translated

_mount = define("timeline")

_TEXTS = {
    "timeline": N_("Arrow keys move from event to event. Enter opens its card, Escape closes it."),
    "close": N_("Close the card"),
    "source": N_("Source"),
    "years": N_("⋯ {n} years"),
}


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A family of ideas. Letter and name accompany the colour, which is one of the theme's own."""

    id: str
    label: str
    letter: str
    colour: Literal["blue", "green", "violet", "orange", "red", "yellow", "gray"]


@dataclass(frozen=True, kw_only=True)
class Event:
    """What happened, in about two sentences. Addresses come from our own data: https, or a path of this app."""

    year: int
    lane: str  # a Lane's id
    title: str
    text: str
    source: str  # how the source is cited
    source_url: str
    page: str = ""  # the chapter's address, such as "/attention"; empty: no chapter yet
    page_label: str = ""  # "Open the chapter Attention"


def timeline(
    events: Sequence[Event],
    lanes: Sequence[Lane],
    *,
    key: str,
    label: str,
    opened: int | None = None,
    start: int | None = None,
    on_pick: Callable[[str], None] | None = None,
) -> str | None:
    """Draws the timeline; returns the page whose link was just followed, in this run only: the caller goes there.

    `opened` is the place of the event whose card is open at first, `start` the year of an event at which the axis
    begins at first. Cards open and close in the browser.
    """
    known = {lane.id for lane in lanes}
    for event in events:
        if event.lane not in known:
            raise ValueError(f"“{event.title}” is in a lane that is not there: {event.lane}.")
        if not event.source_url.startswith("https://"):
            raise ValueError(f"“{event.title}” has a source that is no https address: {event.source_url}.")
        if event.page and (not event.page.startswith("/") or event.page.startswith("//") or not event.page_label):
            raise ValueError(f"“{event.title}” opens a page of this app, with a label: {event.page}.")
    pages = {event.page for event in events if event.page}

    def valid(page: Any) -> str | None:
        return page if isinstance(page, str) and page in pages else None

    def followed() -> None:
        page = valid(st.session_state[key].followed)
        if on_pick and page is not None:
            on_pick(page)

    data = {
        "label": label,
        "events": [vars(event) for event in events],
        "lanes": [vars(lane) for lane in lanes],
        "opened": opened,
        "start": start,
        "base": base_path(),
        "texts": translated(_TEXTS),
    }
    return valid(_mount(key=key, data=data, on_followed_change=followed).followed)
