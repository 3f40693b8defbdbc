"""Which rows a chapter has: its `ROWS`, in the module that the registry names."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

import streamlit as st

from models.engine.requests import Checked
from pages.frame import registry
from pages.frame.control import Control


@cache  # visitors who come first at the same time may both fill it; Python imports each chapter's module once
def _by_chapter() -> dict[str, dict[str, Control]]:
    return {c.slug: {row.name: row for row in import_module(c.controls).ROWS} for c in registry.written()}


@cache
def _everywhere() -> dict[str, Control]:
    return {name: row for rows in _by_chapter().values() for name, row in rows.items() if row.everywhere}


def _own(slug: str | None) -> Mapping[str, Control]:
    """The rows of a chapter, by default of the one being drawn. Home has none."""
    return _by_chapter().get(here() if slug is None else slug, {})


def here() -> str:
    """The chapter being drawn, "" for Home."""
    return str(st.session_state.get("_chapter", ""))


def has(name: str, slug: str | None = None) -> bool:
    """Whether the address of a chapter may hold it."""
    return name in _own(slug) or name in _everywhere()


def of(name: str, slug: str | None = None) -> Control:
    """The row of this name in the chapter."""
    return _own(slug).get(name) or _everywhere()[name]


def owns(name: str, slug: str | None = None) -> bool:
    """Whether a chapter has a row of this name, whatever else its address may hold."""
    return name in _own(slug)


def names(slug: str | None = None) -> set[str]:
    """All names that the address of a chapter may hold, except the frame's own."""
    return {*_own(slug), *_everywhere()}


def all_names() -> set[str]:
    return {name for rows in _by_chapter().values() for name in rows}


def drawn(slug: str | None = None) -> list[Control]:
    """The rows of a chapter that have a widget, in its order."""
    return [row for row in _own(slug).values() if row.label]


def drawn_here() -> list[str]:
    """The controls of this chapter, in its order."""
    return [row.name for row in drawn()]


def drawn_somewhere(name: str) -> bool:
    """Whether any chapter has a control of this name."""
    return any(name in rows and rows[name].label for rows in _by_chapter().values())


def same(name: str, one: str, other: str) -> bool:
    """Whether a name means the same in both chapters."""
    return has(name, one) and has(name, other) and of(name, one) is of(name, other)


def fields(kind: type[Checked], values: Mapping[str, Any], slug: str | None = None) -> dict[str, Any]:
    """What controls set of a request, field → value. A row belongs to the request if that has a field of its field's
    name. Raises TypeError for one that does not, and for two that set the same field."""
    allowed = {field.name for field in dataclasses.fields(kind)}
    given: dict[str, Any] = {}
    for name, value in values.items():
        field = of(name, slug).field
        if field not in allowed:
            raise TypeError(f"The control {name} sets {field}, which {kind.__name__} does not have.")
        if field in given:
            raise TypeError(f"The control {name} sets {field} of {kind.__name__}, as one before it does.")
        given[field] = value
    return given
