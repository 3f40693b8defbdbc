"""One table of controls: address name → request field, label, help. Limits and defaults come from the request itself.

A control's key is its name in the address (bind="query-params"), so that the address always restores the page.
Published defaults never change: addresses leave defaults out, so a new default would change old links.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Annotated, Any

import streamlit as st

from models.engine import requests
from models.engine.requests import Choices, InvalidRequest, N_, Prompt, Range
from models.text.sampling import Reshape
from pages.ui import teacher
from pages.ui.language import _


@dataclass(frozen=True)
class Control:
    name: str  # in the address
    owner: type  # the dataclass whose field gives default and limits
    field: str
    label: str
    help: str


@dataclass(frozen=True, kw_only=True, slots=True)
class View(requests.Request):
    """What a figure shows of an answer. No model sees it, so it costs no forward pass."""

    draws: bool = False
    layer: Annotated[int, Range(0, 29)] = 0
    head: Annotated[int, Range(0, 8)] = 0


TABLE = {
    c.name: c
    for c in (
        Control("prompt", requests.NextToken, "prompt", N_("Your text"), N_("Any text. Press Ctrl+Enter to run it.")),
        Control("text", requests.Score, "text", N_("Text to judge"), N_("Paste any text. Press Ctrl+Enter to run it.")),
        Control("temperature", Reshape, "temperature", N_("Temperature"), N_("Low: sharper. High: flatter. 0: always the first.")),
        Control("top_k", Reshape, "top_k", N_("Top-k"), N_("Keep only the k likeliest tokens. 0 keeps all.")),
        Control("top_p", Reshape, "top_p", N_("Top-p"), N_("Keep the likeliest tokens until they reach this sum. 1 keeps all.")),
        Control("min_p", Reshape, "min_p", N_("Min-p"), N_("Keep tokens with at least this share of the first one's probability. 0 keeps all.")),
        Control("method", requests.Write, "method", N_("Method"), N_("How the next token is chosen.")),
        Control("tokens", requests.Write, "max_new_tokens", N_("Tokens to write"), N_("Writing stops after this many tokens.")),
        Control("beams", requests.Write, "num_beams", N_("Beams"), N_("How many texts beam search keeps at a time.")),
        Control("penalty", requests.Write, "repetition_penalty", N_("Repetition penalty"), N_("1 changes nothing. Above 1, tokens already there lose.")),
        Control("seed", requests.Write, "seed", N_("Seed"), N_("Same seed, same draws.")),
        Control("stop", requests.Write, "stop", N_("Stop text"), N_("Writing ends where this text appears.")),
        Control("draws", View, "draws", N_("Compare with 1,000 draws"), N_("Draws 1,000 times from these bars.")),
        Control("layer", View, "layer", N_("Layer"), N_("Counted from 0, the first to see the text.")),
        Control("head", View, "head", N_("Head"), N_("Each layer has 9 heads, counted from 0.")),
        Control("chat", requests.Write, "chat", N_("As a chat message"), N_("Wraps your text in the model's chat template.")),
    )
}  # fmt: skip


def default(name: str) -> Any:
    """The default of the control's field."""
    control = TABLE[name]
    return next(f.default for f in dataclasses.fields(control.owner) if f.name == control.field)


def limit(name: str) -> Range | Prompt | Choices | None:
    control = TABLE[name]
    found: Range | Prompt | Choices | None = requests.limits(control.owner).get(control.field)
    return found


def parse(name: str, raw: str) -> Any:
    """The value that an address gives for a control. Raises InvalidRequest with a sentence that names it."""
    control, start = TABLE[name], default(name)
    value: Any = raw
    try:
        if isinstance(start, bool):
            value = {"true": True, "false": False}[raw.lower()]
        elif isinstance(start, int):
            value = int(raw)
        elif isinstance(start, float):
            value = float(raw)
    except (ValueError, KeyError):
        raise InvalidRequest(N_("{name} is “{value}”, which cannot be read."), name=name, value=raw) from None
    try:
        control.owner(**{control.field: value})
    except InvalidRequest as error:
        raise InvalidRequest(error.template, **{**error.values, "name": name}) from None
    return value


def put(**values: Any) -> None:
    """Sets controls by name; for callbacks, which run before the controls are drawn."""
    for name, value in values.items():
        st.session_state[name] = value


def draw(name: str, label: str | None = None) -> Any:
    """Draws a control where it is called and returns its value. A hidden one is not drawn, but keeps its value."""
    control, start, bounds = TABLE[name], default(name), limit(name)
    if name in teacher.hidden():
        return _from_address(name)
    common: dict[str, Any] = {
        "label": label or _(control.label),
        "help": _(control.help),
        "key": name,
        "bind": "query-params",
        "disabled": name in teacher.locked(),
    }
    fresh = name not in st.session_state  # a value put there by a callback must not be given a second default
    if isinstance(bounds, Prompt):
        tall = bounds.max_tokens > 16
        widget = st.text_area if tall else st.text_input
        return widget(**common, **({"value": start} if fresh else {}), **({"height": 96} if tall else {}))
    if isinstance(start, bool):
        return st.toggle(**common, **({"value": start} if fresh else {}))
    if isinstance(bounds, Choices):
        options = {"default": start} if fresh else {}
        return st.segmented_control(options=bounds.options, required=True, **common, **options)
    assert isinstance(bounds, Range)
    kind = type(start)
    if bounds.high > 1000:
        return st.number_input(
            min_value=kind(bounds.low), max_value=kind(bounds.high), **common, **({"value": start} if fresh else {})
        )
    return st.slider(
        min_value=kind(bounds.low), max_value=kind(bounds.high), step=kind(bounds.step or 1),
        **common, **({"value": start} if fresh else {}),
    )  # fmt: skip


def _from_address(name: str) -> Any:
    """What the address says of a control that is not drawn; its default where that is missing or malformed."""
    raw = st.query_params.get(name)
    if name in st.session_state:
        return st.session_state[name]
    try:
        return default(name) if raw is None else parse(name, raw)
    except InvalidRequest:
        return default(name)
