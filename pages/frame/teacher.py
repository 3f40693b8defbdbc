"""What a teacher's link fixes: `lock=` and `hide=` (control names, comma-separated), `question=`.

Read from the address and kept for the visit: a control that is locked on one page is locked on the next, at the value
it has. All of it stands in the address of every page, so that a reload changes nothing.
"""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from models.engine.errors import InvalidRequest
from pages.frame import history, rows
from pages.frame.control import Control

NAMES = ("lock", "hide", "question")
FRAME = ("depth", "lang", "large")  # controls that every page has


def read() -> None:
    """Takes the teacher's parameters from the address. Call it before the first widget."""
    for name in NAMES:
        if name in st.query_params:
            st.session_state[f"_teacher_{name}"] = st.query_params[name]


def come_along() -> None:
    """Puts what is fixed into the address of this page, where it is not there, and the values of the fixed controls
    that mean the same here. Call it once the chapter is known, before the first widget."""
    held: dict[str, tuple[Control, str]] = st.session_state.setdefault("_teacher_values", {})
    wanted = {name: value for name, value in kept().items() if value}
    for name in filter(rows.has, fixed()):
        row = rows.of(name)
        if name in st.query_params:
            with suppress(InvalidRequest):
                if row.parse(st.query_params[name]) != row.default:  # which stands in no address
                    held[name] = (row, st.query_params[name])
        elif name in held and held[name][0] is row:
            wanted[name] = held[name][1]
    history.correct({name: value for name, value in wanted.items() if st.query_params.get(name) != value})


def _listed(name: str) -> frozenset[str]:
    return frozenset(w.strip() for w in str(st.session_state.get(f"_teacher_{name}", "")).split(",") if w.strip())


def locked() -> frozenset[str]:
    return _listed("lock")


def hidden() -> frozenset[str]:
    return _listed("hide")


def fixed() -> frozenset[str]:
    """Controls that keep their value whatever button is pressed."""
    return locked() | hidden()


def known(name: str) -> bool:
    """Whether there is a control of this name, in this chapter or another."""
    return name in FRAME or rows.drawn_somewhere(name)


def names() -> list[str]:
    """The controls of this page."""
    return [*rows.drawn_here(), *FRAME]


def kept() -> dict[str, str]:
    """The teacher's parameters of this visit, for links that are copied on any page of it."""
    return {name: str(st.session_state.get(f"_teacher_{name}", "")) for name in NAMES}


def question() -> str:
    """The teacher's own question, at most 300 characters; "" if there is none."""
    return str(st.session_state.get("_teacher_question", ""))[:300]
