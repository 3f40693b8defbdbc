"""The raw address, read before the first widget: what Streamlit cannot bind it drops silently; we name it."""

from __future__ import annotations

from collections.abc import Iterator
from math import isinf

import streamlit as st

from models.engine.errors import InvalidRequest
from models.engine.limits import TextLimit
from models.engine.translation import N_
from pages.basics import language
from pages.basics.language import _
from pages.basics.words import escape, fill
from pages.frame import history, rows, teacher

# Known beside the chapters' rows: the frame's own and Streamlit's embedding; `at`, too, of a link that was made for a
# chapter with such a row.
OTHERS = {*teacher.FRAME, "result", "at", "embed", "embed_options", *teacher.NAMES}
UNKNOWN = {
    "lock": N_("There is no control “{value}” to lock here."),
    "hide": N_("There is no control “{value}” to hide here."),
}


def faults() -> list[str]:
    """One or two escaped sentences for each parameter of the address that cannot be used."""
    sentences = []
    for name in st.query_params:
        try:
            _check(name, st.query_params[name])
        except InvalidRequest as error:
            row = rows.of(name) if rows.has(name) else None
            if row and isinstance(row.limit, TextLimit):
                continue  # a text is kept, and the page itself says why it cannot be run
            sentence = fill(_(error.template), error.values)
            if name in UNKNOWN:
                sentence += " " + _("Controls: {names}.").format(names=", ".join(map(escape, teacher.names())))
            elif row and row.default != "":
                sentence += " " + fill(_("Using {default} instead."), {"default": row.default})
            sentences.append(sentence)
    return sentences


def _check(name: str, raw: str) -> None:
    if rows.has(name):
        rows.of(name).parse(raw)
    elif name == "lang" and raw not in language.available():
        raise InvalidRequest(N_("There is no translation “{value}” yet; this is English."), value=raw)
    elif name == "depth" and raw not in ("plain", "deep"):
        raise InvalidRequest(N_("depth is “{value}”; it can be plain or deep."), value=raw)
    elif name in ("lock", "hide"):
        unknown = [w.strip() for w in raw.split(",") if w.strip() and not teacher.known(w.strip())]
        if unknown:
            raise InvalidRequest(UNKNOWN[name], value=unknown[0])
    elif name not in OTHERS:
        raise InvalidRequest(N_("The address contains {name}, which means nothing here; it is ignored."), name=name)


def read() -> None:
    """Notes what is wrong with the address. Call it before the first widget, which may correct the address."""
    history.correct(dict(_other_line_ends()))
    sentences = st.session_state.pop("_faults_before", []) + faults()
    endless = [name for name in st.query_params if _is_number(name) and _endless(st.query_params[name])]
    if endless:  # Streamlit's number fields crash on it, though they drop everything else that is wrong
        for name in endless:
            del st.query_params[name]
        st.session_state["_faults_before"] = sentences
        st.rerun()  # only a new run binds them to the corrected address
    st.session_state["_faults_now"] = sentences


def _other_line_ends() -> Iterator[tuple[str, str]]:
    """Texts of the address as their fields hold them, where that is otherwise: what is run is what is shown. A field
    of the browser writes every line end as a line feed, and one of a single line has none."""
    for name in st.query_params:
        raw = st.query_params[name]
        if rows.has(name) and isinstance(rows.of(name).limit, TextLimit):
            held = raw.replace("\r\n", "\n").replace("\r", "\n")
            held = held.replace("\n", " ") if rows.of(name).one_line else held
            if held != raw:
                yield name, held


def _is_number(name: str) -> bool:
    return rows.has(name) and isinstance(rows.of(name).default, int | float)


def _endless(raw: str) -> bool:
    """Whether it is a number that is read as infinite, such as 1e309."""
    try:
        return isinf(float(raw))
    except ValueError:
        return False


def draw_faults(slug: str) -> None:
    """Shows what was wrong with the address, until the visitor leaves the page."""
    page, kept = st.session_state.get("_faults", ("", []))
    fresh = [f for f in st.session_state["_faults_now"] if page != slug or f not in kept]
    if page != slug:
        kept = []
    kept = [*kept, *fresh]
    st.session_state["_faults"] = (slug, kept)
    if kept:
        st.warning("\n\n".join(kept), icon=":material/link_off:")
