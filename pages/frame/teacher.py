"""What a teacher's link fixes: `lock=` and `hide=` (control names, comma-separated), `question=`.

Read from the address once and kept for the visit: a control that is locked on one page is locked on the next.
"""

from __future__ import annotations

import streamlit as st

NAMES = ("lock", "hide", "question")


def read() -> None:
    """Takes the teacher's parameters from the address. Call it before the first widget."""
    for name in NAMES:
        if name in st.query_params:
            st.session_state[f"_teacher_{name}"] = st.query_params[name]


def _listed(name: str) -> frozenset[str]:
    return frozenset(w.strip() for w in str(st.session_state.get(f"_teacher_{name}", "")).split(",") if w.strip())


def locked() -> frozenset[str]:
    return _listed("lock")


def hidden() -> frozenset[str]:
    return _listed("hide")


def fixed() -> frozenset[str]:
    """Controls that keep their value whatever button is pressed."""
    return locked() | hidden()


def kept() -> dict[str, str]:
    """The teacher's parameters of this visit, for links that are copied on any page of it."""
    return {name: str(st.session_state.get(f"_teacher_{name}", "")) for name in NAMES}


def question() -> str:
    """The teacher's own question, at most 300 characters; "" if there is none."""
    return str(st.session_state.get("_teacher_question", ""))[:300]
