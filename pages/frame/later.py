"""What a callback leaves to the page. A callback runs before the page does, when the answer on the screen may be one
to an earlier text: what depends on an answer is wished for, and granted once the page has the answer of that very text.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, NoReturn

import streamlit as st

from pages.frame import values

_WISHES, _PUT = "_wishes", "_put_later"


def wish(name: str, about: Hashable = None) -> None:
    """Asks for something that is done when the page has what it needs; for callbacks. `about`: what it is wished for,
    a text for one. A later wish of the same name takes its place."""
    st.session_state.setdefault(_WISHES, {})[name] = about


def granted(name: str, about: Hashable = None) -> bool:
    """Whether something was wished for and is about this. Either way the wish is gone: each is granted once, and one
    about something else is not for what stands here now."""
    wishes: dict[str, Hashable] = st.session_state.get(_WISHES, {})
    return name in wishes and wishes.pop(name) == about


def put(**sets: Any) -> NoReturn:
    """Sets controls by name where the page has drawn them already: in a new run, which begins at once."""
    st.session_state[_PUT] = sets
    st.rerun()


def begin(arrived: bool) -> None:
    """Sets what the run before has left. Call it before the first widget. On arrival from another chapter, what was
    left there is dropped."""
    sets: dict[str, Any] = st.session_state.pop(_PUT, {})
    if arrived:
        st.session_state.pop(_WISHES, None)
    else:
        values.put(**sets)
