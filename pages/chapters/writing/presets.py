"""Six ways to use one model, each a set of controls, with what to expect from a model of this size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from models.engine.translation import N_
from models.text.kinds import story
from pages.basics.language import _
from pages.basics.words import escape
from pages.frame import controls, teacher

SETS = ("prompt", "chat", "method", "tokens", "temperature", "top_k", "top_p", "min_p", "penalty", "stop", "seed")


BEES = (
    "Summarize in one sentence: Bees visit flowers for nectar. Pollen sticks to their fur. They carry it to the next "
    "flower, so plants can make seeds. Without bees many fruits would not grow."
)


@dataclass(frozen=True)
class Preset:
    name: str
    icon: str
    expect: str  # honest: what works and what fails
    sets: dict[str, Any]


PRESETS = (
    Preset(
        N_("Story"),
        ":material/auto_stories:",
        N_("The English is good, but watch who does what: the story loses track."),
        {"prompt": story().prompt, "temperature": story().temperature, "top_p": story().top_p, "seed": story().seed},
    ),
    Preset(
        N_("Chat"),
        ":material/chat:",
        N_("The tone is right. Is the answer? Ask it something you know."),
        {"prompt": "How many legs does a spider have?", "chat": True, "method": "greedy", "tokens": 60},
    ),
    Preset(
        N_("Translation"),
        ":material/translate:",
        N_("It looks French. Show it to someone who speaks French."),
        {"prompt": "Translate to French: Good morning, my friend.", "chat": True, "method": "greedy"},
    ),
    Preset(
        N_("Code"),
        ":material/code:",
        N_("The form is right. Does the code do what its first line says?"),
        {"prompt": "# Print the numbers from 1 to 10.\nfor i in", "method": "greedy", "tokens": 48, "stop": "# Output"},
    ),
    Preset(
        N_("Summary"),
        ":material/summarize:",
        N_("It copies more than it summarises. What did it leave out?"),
        {"prompt": BEES, "chat": True, "method": "greedy", "tokens": 60},
    ),
    Preset(
        N_("Poem"),
        ":material/lyrics:",
        N_("It looks like a poem, and soon the same line comes back."),
        {"prompt": "Write a poem about the sea.", "chat": True, "tokens": 80, "temperature": 0.7, "top_p": 0.9},
    ),
)


def draw() -> None:
    """A row of buttons, each for a different use of the same model."""
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="presets"):
        st.markdown(_("Let it write:"), width="content")
        for preset in PRESETS:
            st.button(
                _(preset.name),
                key=f"_preset_{preset.name}",
                icon=preset.icon,
                type="tertiary",
                on_click=_put,
                args=(preset,),
                disabled="prompt" in teacher.locked() | teacher.hidden(),
            )


def expectation(prompt: str) -> str:
    """What to expect of the preset whose text is in the field; "" for a text of the visitor's own."""
    for preset in PRESETS:
        if preset.sets.get("prompt", controls.default("prompt")) == prompt:
            return f"**{_(preset.name)}:** {escape(_(preset.expect))}"
    return ""


def _put(preset: Preset) -> None:
    """Sets every control of writing, so that nothing of another preset remains; locked ones keep their values."""
    fixed = teacher.locked() | teacher.hidden()
    controls.put(**{n: preset.sets.get(n, controls.default(n)) for n in SETS if n not in fixed})
