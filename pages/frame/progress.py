"""What a visitor has done in each chapter: the first guess, whether it is done, and the last run. Kept in the visit;
stored_progress.py keeps it in the browser beyond that.

A chapter is done once the visitor has made a guess there, or run one of its experiments.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from models.engine.errors import InvalidRequest
from models.engine.limits import Choices, TextLimit
from pages.frame import registry, rows, values

VERSION = 1
LONGEST = 64_000  # characters of a record, which is not read if it is longer
LONGEST_VALUE = 3_000  # of what a control holds: that of all chapters fits into a record


@dataclass
class Progress:
    """One chapter's."""

    done: bool = False
    guess: str = ""  # the option chosen now; "" before the first
    first_right: bool | None = None  # the first guess that was not "not sure"
    run: dict[str, str] | None = None  # control → value, as the address writes it, of the last run; None if none


def all_of_them() -> dict[str, Progress]:
    """Chapter → what was done there in this visit and, once the browser has told it, before."""
    kept: dict[str, Progress] = st.session_state.setdefault("_progress", {})
    return kept


def of(slug: str) -> Progress:
    return all_of_them().get(slug, Progress())


def _own(slug: str) -> Progress:
    return all_of_them().setdefault(slug, Progress())


def done(slug: str) -> bool:
    return of(slug).done


def score() -> tuple[int, int]:
    """Right first guesses, and first guesses."""
    firsts = [p.first_right for p in all_of_them().values() if p.first_right is not None]
    return sum(firsts), len(firsts)


def guessed(slug: str, guess: str, right: bool | None) -> bool:
    """Notes a guess; `right` is None for "not sure", which counts as no first guess. Gives whether the sidebar now has
    something else to say."""
    progress = _own(slug)
    before = (progress.done, progress.first_right)
    progress.done, progress.guess = True, guess
    if progress.first_right is None:
        progress.first_right = right
    return before != (progress.done, progress.first_right)


def experimented(slug: str) -> None:
    _own(slug).done = True


def ran(slug: str) -> None:
    """Notes what the chapter's controls say now. Defaults are left out, as in the address."""
    run = {}
    for name in sorted(rows.names(slug)):
        value = _value(name)
        if rows.owns(name, slug) and value not in (None, rows.of(name, slug).default):
            run[name] = str(value).lower() if isinstance(value, bool) else str(value)
    _own(slug).run = {name: text for name, text in run.items() if len(text) <= LONGEST_VALUE}


def _value(name: str) -> Any:
    """A control's value; of tabs, whose widget holds the label of the open one, the word in the address."""
    value, row = values.value(name), rows.of(name)
    if isinstance(row.limit, Choices) and value not in row.limit.options:
        return st.query_params.get(name, row.default)
    return value


def text_of_run(slug: str) -> str:
    """The text that the chapter's last run was about; "" in a chapter that reads none."""
    run = of(slug).run or {}
    for row in rows.drawn(slug):
        if isinstance(row.limit, TextLimit):
            return run.get(row.name, str(row.default))
    return ""


def record() -> str:
    """All of it as JSON, for the browser and as a file; "" if there is nothing."""
    if not all_of_them():
        return ""
    chapters = {slug: asdict(progress) for slug, progress in all_of_them().items()}
    return json.dumps({"version": VERSION, "chapters": chapters}, ensure_ascii=False)


def read(raw: object) -> dict[str, Progress]:
    """Progress by chapter from a record that anybody may have written: what is not valid in it is left out."""
    if not isinstance(raw, str) or len(raw) > LONGEST:
        return {}
    try:
        known = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    chapters = known.get("chapters") if isinstance(known, dict) and known.get("version") == VERSION else None
    if not isinstance(chapters, dict):
        return {}
    slugs = [chapter.slug for chapter in registry.written()]
    return {slug: _read_one(slug, chapters[slug]) for slug in slugs if isinstance(chapters.get(slug), dict)}


def _read_one(slug: str, raw: Mapping[str, Any]) -> Progress:
    first, guess, run = raw.get("first_right"), raw.get("guess"), raw.get("run")
    return Progress(
        done=raw.get("done") is True,
        guess=guess if isinstance(guess, str) else "",
        first_right=first if isinstance(first, bool) else None,
        run={n: v for n, v in run.items() if _fits(slug, n, v)} if isinstance(run, dict) else None,
    )


def _fits(slug: str, name: str, value: object) -> bool:
    """Whether the chapter has a control of this name that may have this value."""
    if not rows.owns(name, slug) or not isinstance(value, str):
        return False
    try:
        rows.of(name, slug).parse(value)
    except (InvalidRequest, ValueError, OverflowError):
        return False
    return True


def add(before: Mapping[str, Progress]) -> None:
    """Adds what was done before this visit. The first guess of all is the earlier one; the last run is this visit's."""
    for slug, old in before.items():
        now = _own(slug)
        now.done = now.done or old.done
        now.guess = now.guess or old.guess
        now.first_right = now.first_right if old.first_right is None else old.first_right
        now.run = old.run if now.run is None else now.run


def empty() -> None:
    """Forgets all of it."""
    st.session_state["_progress"] = {}
