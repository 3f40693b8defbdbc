"""Controls of Writing: how the next token is chosen, the tree of texts, and the lower figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.engine.errors import InvalidRequest
from models.engine.requests import Checked
from models.engine.translation import N_
from models.text.kinds import Score, Write
from models.text.prompt import Prompt
from pages.chapters.writing import path
from pages.frame.control import Control
from pages.frame.shared_rows import PROMPT, SAMPLING


@dataclass(frozen=True, kw_only=True, slots=True)
class WritingView(Checked):
    """What is shown of the texts. No model sees it, so changing it costs no forward pass."""

    branch: str = ""
    """The tree of texts, as path.py writes it."""
    at: str = ""
    """The token inspected, counted from 0 among the new ones; empty: where the shown text branches."""
    panel: Literal["tree", "race", "surprise", "cache"] = "tree"
    against: Annotated[str, Prompt(256, empty=True, host_limited=False)] = "The mat sat on the cat."

    def __post_init__(self) -> None:
        Checked.__post_init__(self)
        path.parse(self.branch)
        if self.at and not (self.at.isdecimal() and len(self.at) < 4):
            raise InvalidRequest(N_("{name} is “{value}”, which cannot be read."), name="at", value=self.at)


ROWS = (
    PROMPT,
    *SAMPLING,
    Control("method", Write, "method", N_("Method"), N_("How the next token is chosen."),
            {"greedy": N_("Greedy"), "beam": N_("Beam search"), "sample": N_("Sampling")}, everywhere=True),
    Control("tokens", Write, "max_new_tokens", N_("Tokens to write"), N_("Writing stops after this many tokens."),
            everywhere=True),
    Control("beams", Write, "num_beams", N_("Beams"), N_("How many texts beam search keeps at a time."),
            everywhere=True),
    Control("penalty", Write, "repetition_penalty", N_("Repetition penalty"),
            N_("1 changes nothing. Above 1, tokens already used become less likely."), everywhere=True),
    Control("stop", Write, "stop", N_("Stop text"), N_("Writing ends where this text appears. Line ends count."),
            everywhere=True),
    Control("chat", Write, "chat", N_("As a chat message"), N_("Wraps your text in the model's chat template."),
            everywhere=True),
    Control("branch", WritingView, "branch", everywhere=True),
    Control("at", WritingView, "at"),
    Control("panel", WritingView, "panel", N_("Look closer"), N_("What the lower figure shows."),
            {"tree": N_("The tree"), "race": N_("The race"), "surprise": N_("Rate a text"), "cache": N_("The cache")},
            everywhere=True),
    Control("text", Score, "text", N_("Text to rate"),
            N_("Paste any text. Ctrl+Enter runs it, on a Mac ⌘+Enter, on a phone **Go**."), everywhere=True),
    Control("against", WritingView, "against", N_("Compare with"),
            N_("A second text. Leave it empty to rate only one."), everywhere=True),
)  # fmt: skip
