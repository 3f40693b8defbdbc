"""What a visitor can take away: the figure (PNG, SVG), the data (CSV, JSON), the code, the link, the model's card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from models import reproduce
from models.engine import Trace
from models.engine.trace import fields
from models.engine.translation import N_
from models.families import FAMILIES
from pages.basics.language import _, in_link, localised
from pages.basics.words import escape, milliseconds
from pages.figures.components.copy_link import copy_embed, copy_link
from pages.figures.components.more_actions import more_actions
from pages.figures.components.save_figure import save_figure
from pages.frame import app_shell, registry, spent, teacher
from pages.frame import table as tables
from pages.frame.table import Table
from pages.frame.watching import Stopped

LONGEST_CODE = 20_000  # characters that are shown; what is longer, for a long text of the visitor's, is a file


def digest(trace: Trace) -> str:
    """Eight hex digits over the bits of every array and number of a result: equal if the results are."""
    sha = hashlib.sha256()
    for step in trace.steps:
        for name, value in fields(step).items():
            if "milliseconds" in name or name in step.of_the_machine:  # differs between equal results
                continue
            sha.update(value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode())
    return sha.hexdigest()[:8]


def origin(trace: Trace) -> str:
    """Whether the model ran for this, and to its end: "live", "cached", "prepared" or "stopped"."""
    return "stopped" if isinstance(trace, Stopped) else trace.provenance


def source(trace: Trace) -> str:
    """The same in the visitor's language."""
    names = {"live": _("live"), "cached": _("cached"), "prepared": _("prepared"), "stopped": _("stopped")}
    return names[origin(trace)]


def explained(trace: Trace) -> str:
    """What that means, in a sentence, and on what it was computed: "SmolLM2-135M-Instruct, fp32 on CPU"."""
    said, model = _(EXPLAINED[origin(trace)]), trace.model
    if not model.arithmetic:
        return said
    where = _("{model}, {arithmetic} on {device}").format(
        model=_(model.name), arithmetic=_(model.arithmetic), device=model.device
    )
    return f"{said}\n\n{escape(where)}"


def cost(trace: Trace) -> str:
    """The run line: "live · 41 ms · 1 forward pass · SmolLM2-135M-Instruct"."""
    passes = _("{n:,|forward pass|forward passes}").format(n=trace.forward_passes)
    # How long the model worked on a stopped run is not known.
    time = [] if isinstance(trace, Stopped) else [milliseconds(trace.milliseconds)]
    parts = [f"**{source(trace)}**", *time, passes]
    if not trace.model.arithmetic:
        parts = [f"**{source(trace)}**", milliseconds(trace.milliseconds), _("no model needed")]
    return " · ".join([*parts, escape(_(trace.model.name))])


EXPLAINED = {
    "live": N_("The model ran for this just now."),
    "cached": N_(
        "The model ran for this before, for you or for someone with the same input; the numbers are the same."
    ),
    "prepared": N_(
        "Computed in advance with the same code and weights, so that it shows at once while the model loads."
    ),
    "stopped": N_("You stopped the run; this is how far it got."),
}


def line(trace: Trace, slug: str, table: Callable[[], Table], figure: str, view: Mapping[str, Any]) -> None:
    """The run line and the downloads of the figure whose container has the key `figure`. view: what its numbers depend
    on beside the request."""
    spent.note(slug, trace)
    with st.container(key="run-line", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(cost(trace), help=explained(trace), width="content")
        with st.container(key="more-actions", width="content"):
            more_actions()
        with st.container(key="take-away", horizontal=True, vertical_alignment="center", gap="small", width="content"):
            _take_away(trace, slug, table, figure, view)
    _compare(trace)


def _take_away(trace: Trace, slug: str, table: Callable[[], Table], figure: str, view: Mapping[str, Any]) -> None:
    """Four buttons of the same size, and the way to what the run cost."""
    # A link runs the whole, whose result is another than that of a stopped run.
    result = "" if isinstance(trace, Stopped) else digest(trace)
    extra = {**teacher.kept(), "lang": in_link()}
    copy_link(result, label=_("Copy link"), done=_("Copied"), key=f"copy-{slug}", extra=extra)
    download = st.button(_("Download"), icon=":material/download:", key=f"_download_{slug}")
    card = st.button(_("Model card"), icon=":material/badge:", key=f"_card_{slug}")
    with st.popover(_("Table"), icon=":material/table:", key=f"_table_{slug}"):
        tables.draw(table(), _("The figure as a table"))
    if (last := spent.last()) and last[0] == slug:
        st.page_link(
            registry.chapter(spent.COST).file,
            label=_("Cost"),
            icon=":material/bolt:",
            query_params={"run": "last"} | ({"lang": in_link()} if in_link() else {}),
            help=_("What did this run cost?"),
            width="content",
        )
    # Two quick clicks reach the same run, and Streamlit allows one dialog in each.
    if card:
        _card(trace.request.family)
    elif download:
        _downloads(trace, slug, table, figure, view)


def _downloads(trace: Trace, slug: str, table: Callable[[], Table], figure: str, view: Mapping[str, Any]) -> None:
    @st.dialog(_("Download"), width="medium", position="right")
    def drawer() -> None:
        _choices(trace, slug, table, figure, view)

    drawer()


def _choices(trace: Trace, slug: str, table: Callable[[], Table], figure: str, view: Mapping[str, Any]) -> None:
    frame = pd.DataFrame(table())
    save_figure(figure, name=slug, labels={"png": _("Picture (PNG)"), "svg": _("Drawing (SVG)")}, key=f"save-{slug}")
    # Chips and words of components are HTML in the drawing, which only browsers draw.
    where = _("Drawings open in browsers. Other programs show only their charts: take the picture there.")
    st.markdown(f":small[{where}]")
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            _("Data (CSV)"), csv(frame), f"{slug}.csv", "text/csv", on_click="ignore", key=f"_csv_{slug}"
        )
        st.download_button(
            _("Data (JSON)"),
            _json(trace, frame, view),
            f"{slug}.json",
            "application/json",
            on_click="ignore",
            key=f"_json_{slug}",
        )
    st.markdown(_("**In a page of your own**, a frame that shows this experiment:"))
    title = f"{_(registry.chapter(slug).title)} · {app_shell.NAME}"
    extra = {**teacher.kept(), "lang": in_link()}
    copy_embed(title, label=_("Copy embed code"), done=_("Copied"), key=f"embed-{slug}", extra=extra)
    st.markdown(_("**On your computer**, from a copy of this project:"))
    command, code = reproduce.command(trace.request), reproduce.python(trace.request, view)
    if len(command) <= LONGEST_CODE:
        st.code(command, language="bash", wrap_lines=True)
    else:
        st.markdown(_("The text is too long for a command line. The Python file holds it."))
    if reproduce.needs_files(trace.request):
        st.markdown(_("**In Python**, in a copy of this project, for the files that the code names:"))
    else:
        st.markdown(_("**In Python**, with nothing of this project:"))
    if len(code) <= LONGEST_CODE:
        st.code(code, language="python", height=260, wrap_lines=True)
    else:
        st.download_button(
            _("Python file"), code, f"{slug}.py", "text/x-python", on_click="ignore", key=f"_python_{slug}"
        )


def csv(frame: pd.DataFrame) -> bytes:
    """As the spreadsheets of the visitor's language open it: where numbers have a decimal comma, a semicolon stands
    between columns. The mark in front tells Excel that it is UTF-8."""
    decimal = localised(".")
    text: str = frame.to_csv(index=False, sep=";" if decimal == "," else ",", decimal=decimal)
    return text.encode("utf-8-sig")


def _json(trace: Trace, frame: pd.DataFrame, view: Mapping[str, Any]) -> str:
    request = {**fields(trace.request), **view}
    about = {
        "kind": trace.request.kind,
        "request": request,
        "model": trace.model.name,
        "weights_sha256": trace.model.sha256,
        "arithmetic": trace.model.arithmetic,
        "milliseconds": None if isinstance(trace, Stopped) else trace.milliseconds,
        "forward_passes": trace.forward_passes,
        "provenance": origin(trace),
        "result": digest(trace),
    }
    rows = json.loads(frame.to_json(orient="records"))
    return json.dumps({**about, "data": rows}, indent=1, ensure_ascii=False)


def _compare(trace: Trace) -> None:
    """Says whether the result is, bit for bit, the one that the opened link was made from."""
    linked = st.query_params.get("result")
    if not linked or isinstance(trace, Stopped):
        return
    first = st.session_state.setdefault("_linked", (linked, trace.request))
    if first != (linked, trace.request):
        return  # the visitor has moved on from the link's experiment
    if linked == digest(trace):
        st.markdown(f":small[:material/verified: {_('Bit for bit the result this link was made from.')}]")
    else:
        sentence = N_(
            "Not bit for bit the result this link was made from: a different machine rounds differently, or the link "
            "was altered."
        )
        st.markdown(f":small[:material/difference: {_(sentence)}]")


def _card(family: str) -> None:
    @st.dialog(_("Model card"), width="large", position="right")
    def drawer() -> None:
        st.markdown(FAMILIES[family].card_text)

    drawer()
