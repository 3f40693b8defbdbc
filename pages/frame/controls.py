"""One table of controls: address name → request field, label, help. Limits and defaults come from the request itself.

A control's key is its name in the address (bind="query-params"), so that the address always restores the page.
Published defaults never change: addresses leave defaults out, so a new default would change old links.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import streamlit as st

from models.engine.errors import InvalidRequest
from models.engine.limits import Choices, Range, TextLimit, limits
from models.engine.requests import Request
from models.engine.translation import N_
from models.text import kinds as requests
from models.text.prompt import Prompt
from models.text.sampling import Reshape
from models.tokens import kinds as tokens_kinds
from pages.basics.language import _
from pages.chapters.attention.heads_off import Ablation
from pages.chapters.diffusion import controls
from pages.chapters.families import controls as families_controls
from pages.chapters.gan import controls as gan_controls
from pages.chapters.latent_space import controls as latent_controls
from pages.chapters.text_to_image import controls as text_to_image_controls
from pages.chapters.tokens import controls as tokens_view
from pages.chapters.tokens.controls import TokensView
from pages.frame import address_race, teacher
from pages.frame.control import Control


@dataclass(frozen=True, kw_only=True, slots=True)
class View(Request):
    """What a figure shows of an answer. No model sees it, so it costs no forward pass."""

    draws: bool = False
    layer: Annotated[int, Range(0, 29)] = 16
    head: Annotated[int, Range(0, 8)] = 0
    panel: Literal["tree", "race", "surprise", "cache"] = "tree"
    against: Annotated[str, Prompt(256, empty=True)] = "The mat sat on the cat."


FEW = 6  # more options than this stand in a list that opens

TABLE = {
    c.name: c
    for c in (
        Control("prompt", requests.NextToken, "prompt", N_("Your text"), N_("Any text. Press Ctrl+Enter to run it.")),
        Control("text", requests.Score, "text", N_("Text to judge"), N_("Paste any text. Press Ctrl+Enter to run it.")),
        Control("temperature", Reshape, "temperature", N_("Temperature"),
                N_("Low: sharper. High: flatter. 0: always the first.")),
        Control("top_k", Reshape, "top_k", N_("Top-k"), N_("Keep only the k likeliest tokens. 0 keeps all.")),
        Control("top_p", Reshape, "top_p", N_("Top-p"),
                N_("Keep the likeliest tokens until they reach this sum. 1 keeps all.")),
        Control("min_p", Reshape, "min_p", N_("Min-p"),
                N_("Keep tokens with at least this share of the first one's probability. 0 keeps all.")),
        Control("method", requests.Write, "method", N_("Method"), N_("How the next token is chosen."),
                {"greedy": N_("Greedy"), "beam": N_("Beams"), "sample": N_("Sample")}),
        Control("tokens", requests.Write, "max_new_tokens", N_("Tokens to write"),
                N_("Writing stops after this many tokens.")),
        Control("beams", requests.Write, "num_beams", N_("Beams"), N_("How many texts beam search keeps at a time.")),
        Control("penalty", requests.Write, "repetition_penalty", N_("Repetition penalty"),
                N_("1 changes nothing. Above 1, tokens already there lose.")),
        Control("seed", requests.Write, "seed", N_("Seed"), N_("Same seed, same draws.")),
        Control("stop", requests.Write, "stop", N_("Stop text"), N_("Writing ends where this text appears.")),
        Control("draws", View, "draws", N_("Compare with 1,000 draws"), N_("Draws 1,000 times from these bars.")),
        Control("layer", View, "layer", N_("Layer"), N_("Counted from 0, the first to see the text.")),
        Control("head", View, "head", N_("Head"), N_("Each layer has 9 heads, counted from 0.")),
        Control("chat", requests.Write, "chat", N_("As a chat message"),
                N_("Wraps your text in the model's chat template.")),
        Control("show", TokensView, "show", N_("Show"), "", tokens_view.SHOW),
        Control("sentence", tokens_kinds.Tokens, "text", N_("Your text"),
                N_("Any text, in any script. It is cut while you type."), live=True),
        Control("compare", TokensView, "compare", N_("Cut it also into"),
                N_("The two simplest tokenizers there are."), tokens_view.COMPARE),
        Control("token", TokensView, "token", N_("Token to look into"),
                N_("Counted from 1. You can also pick it in the row of tokens.")),
        Control("measure", TokensView, "measure", N_("Length of the bars"),
                N_("How the languages are compared."), tokens_view.MEASURE),
        Control("language", TokensView, "language", N_("Language"),
                N_("Whose tokens are shown. You can also pick a bar.")),
        Control("corpus", tokens_kinds.TrainBPE, "text", N_("Text to learn from"),
                N_("Paste any text. Press Ctrl+Enter to run it.")),
        Control("other", tokens_kinds.TrainBPE, "other", N_("Another text"),
                N_("Cut with the same merges, but not learned from. Press Ctrl+Enter to run it.")),
        Control("merges", TokensView, "merges", N_("Merges"),
                N_("How many pairs of pieces are joined for good. Arrow keys go one by one.")),
        Control("off", Ablation, "off", N_("Heads switched off"),
                N_("Written as layer.head, for example 3.2; 0.* is the whole layer 0."), live=True),
        Control("panel", View, "panel", N_("Look closer"), N_("What the lower figure shows of writing."),
                {"tree": N_("The tree"), "race": N_("The race"), "surprise": N_("Judge a text"),
                 "cache": N_("The cache")}),
        Control("against", View, "against", N_("Compare it with"),
                N_("A second text. Leave it empty to judge one alone.")),
    )
}  # fmt: skip

# Chapters whose controls share an address name with others, but not their default and limits: chapter → name → control.
OWN = {
    "text-to-image": {c.name: c for c in text_to_image_controls.ROWS},
    "diffusion": {c.name: c for c in controls.ROWS},
    "gan": {c.name: c for c in gan_controls.ROWS},
    "latent-space": {c.name: c for c in latent_controls.ROWS},
    "families": {c.name: c for c in families_controls.ROWS},
}


def enter(slug: str) -> None:
    """Says which chapter is about to be drawn. Call it in every run, before the address is read. What the chapter
    before wrote into the address under a name that means something else here, or nothing, does not come along."""
    before = str(st.session_state.get("_chapter", slug))
    st.session_state["_chapter"] = slug
    written: dict[str, str] = st.session_state.setdefault("_in_address", {})
    for name in {*TABLE, *(name for rows in OWN.values() for name in rows)}:
        if before == slug or _same(name, before, slug):
            continue
        st.session_state.pop(name, None)
        if name in written and st.query_params.get(name) == written.pop(name):
            st.query_params.pop(name)


def _same(name: str, one: str, other: str) -> bool:
    """Whether two chapters mean the same by a name. What is in no table belongs to the frame."""
    if not known(name):
        return True
    return has(name, one) and has(name, other) and of(name, one) is of(name, other)


def known(name: str) -> bool:
    """Whether any chapter has such a control."""
    return name in TABLE or any(name in rows for rows in OWN.values())


def has(name: str, slug: str | None = None) -> bool:
    """Whether this chapter may have such a control."""
    return name in TABLE or name in OWN.get(_here(slug), {})


def of(name: str, slug: str | None = None) -> Control:
    """The control of this name, as the chapter has it: by default the one that is drawn."""
    return OWN.get(_here(slug), {}).get(name) or TABLE[name]


def _here(slug: str | None) -> str:
    return str(st.session_state.get("_chapter", "")) if slug is None else slug


def default(name: str, slug: str | None = None) -> Any:
    """The default of the control's field."""
    control = of(name, slug)
    return next(f.default for f in dataclasses.fields(control.owner) if f.name == control.field)


def limit(name: str) -> Range | TextLimit | Choices | None:
    control = of(name)
    found: Range | TextLimit | Choices | None = limits(control.owner).get(control.field)
    return found


def parse(name: str, raw: str, slug: str | None = None) -> Any:
    """The value that an address gives for a control. Raises InvalidRequest with a sentence that names it."""
    control, start = of(name, slug), default(name, slug)
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
        said = {"value": raw} if "value" in error.values else {}
        raise InvalidRequest(error.template, **{**error.values, "name": name, **said}) from None
    return value


def put(**values: Any) -> None:
    """Sets controls by name; for callbacks, which run before the controls are drawn. What a teacher fixed stays."""
    for name, value in values.items():
        if name not in teacher.fixed():
            st.session_state[name] = value


def draw(name: str, label: str | None = None) -> Any:
    """Draws a control where it is called and returns its value. A hidden one is not drawn, but keeps its value."""
    control, start, bounds = of(name), default(name), limit(name)
    if name in teacher.hidden():
        return value(name)
    common: dict[str, Any] = {
        "label": label or _(control.label),
        "help": _(control.help),
        "key": name,
        "bind": "query-params",
        "disabled": name in teacher.locked(),
    }
    if isinstance(bounds, Choices):
        more = {"help": common["help"], "disabled": common["disabled"]}
        return choose(name, common["label"], bounds.options, control.names, **more)
    told = _told(name)
    set_to = _widget(control, start, bounds, common)
    address_race.mend(name, set_to, start, told)
    return set_to


def _widget(control: Control, start: Any, bounds: Range | TextLimit | None, common: dict[str, Any]) -> Any:
    """Streamlit's widget for a text, a switch or a number."""
    # Declared in every run, also where a callback put a value: the way back in the browser resets to what is declared.
    common["value"] = start
    if isinstance(bounds, TextLimit):
        if control.live:
            return st.text_input(**common, live=control.live)
        return st.text_area(**common, height=96) if bounds.max_tokens > 16 else st.text_input(**common)
    if isinstance(start, bool):
        return st.toggle(**common)
    assert isinstance(bounds, Range)
    kind = type(start)
    low, high = kind(bounds.low), kind(bounds.high)
    if high > 1000:
        return st.number_input(min_value=low, max_value=high, **common)
    return st.slider(min_value=low, max_value=high, step=kind(bounds.step or 1), **common)


def _told(name: str) -> Any:
    """What the address says of a control, as it stands: a text that is too long, say, is kept as it is."""
    raw = st.query_params.get(name)
    try:
        return default(name) if raw is None else parse(name, raw)
    except InvalidRequest:
        return raw


def choose(name: str, label: str, options: Sequence[str], names: Mapping[str, str], **more: Any) -> str:
    """One of a few words. The first is the default where the control is not in the table. The address holds the word
    itself: Streamlit's own binding would write the name, which depends on the visitor's language."""
    start = default(name) if has(name) else options[0]
    held = st.session_state.get(name, st.query_params.get(name))
    # Set in every run: on the first of another page, Streamlit forgets the value that the same key had before.
    st.session_state[name] = held if held in options else start
    more = {"format_func": lambda word: _(names.get(word, word)), **more, "key": name}
    if len(options) > FEW:
        chosen = str(st.selectbox(label, options, **more))
    else:
        chosen = str(st.segmented_control(label, options, required=True, **more))
    _to_address(name, chosen, start)
    return chosen


def tabs(name: str) -> dict[str, Any]:
    """A control's words as tabs; `.open` says which one is shown. Widgets belong into all tabs, so that they keep their
    values; what takes work only into the open one."""
    control = of(name)
    names = {word: _(control.names[word]) for word in limits(control.owner)[control.field].options}
    told = st.query_params.get(name)
    held = st.session_state.get(name, told)
    # Held is a name that a click left, perhaps in another language, or a word: from the address, or from a callback.
    if held not in names.values():
        st.session_state[name] = names.get(str(held)) or names.get(str(told)) or names[default(name)]
    else:
        st.session_state[name] = held
    found = dict(zip(names, st.tabs(list(names.values()), key=name, on_change="rerun"), strict=True))
    _to_address(name, next(word for word, tab in found.items() if tab.open), default(name))
    return found


def keep(name: str) -> Any:
    """The value of a control that a component shows in a widget's place: its callback puts it, the address follows."""
    held, start = value(name), default(name)
    if held == start:
        st.session_state.pop(name, None)
    _to_address(name, str(held), str(start))
    return held


def _to_address(name: str, value: str, start: str) -> None:
    if value == start:
        st.query_params.pop(name, None)
        return
    st.session_state.setdefault("_in_address", {})[name] = value
    if st.query_params.get(name) != value:
        st.query_params[name] = value


def value(name: str) -> Any:
    """A control's value where it is not drawn, or before it is: the visit's or the address's, else its default."""
    raw = st.query_params.get(name)
    if name in st.session_state:
        return st.session_state[name]
    try:
        return default(name) if raw is None else parse(name, raw)
    except InvalidRequest:
        return default(name)
