"""Controls of Inside: the text, the box that is open and what it shows, and what is broken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from models.engine.limits import Range
from models.engine.requests import Checked
from models.engine.translation import N_
from models.inside.kinds import CANDIDATES, MOST, Broken, Inside
from models.text.architecture import architecture
from models.text.up_to import UpTo, last_head, last_layer
from pages.frame.control import Control


@dataclass(frozen=True, kw_only=True, slots=True)
class InsideView(Checked):
    """What the figures show. No model sees it, so changing it costs no forward pass."""

    box: Literal[
        "tokens",
        "embedding",
        "norm_1",
        "attention",
        "mix",
        "norm_2",
        "mlp",
        "down",
        "stream",
        "norm",
        "logits",
        "output",
    ] = "attention"
    layer: Annotated[int, UpTo(last_layer)] = field(default_factory=lambda: min(23, last_layer()))
    head: Annotated[int, UpTo(last_head)] = field(default_factory=lambda: min(4, last_head()))
    key: Annotated[int, Range(1, MOST)] = 4
    candidate: Annotated[int, Range(1, CANDIDATES)] = 1
    look: Literal["weights", "break"] = "weights"  # breaking would give the prediction's answer away


ROWS = (
    Control("sentence", Inside, "prompt", N_("Your text"),
            N_("Any text. Ctrl+Enter runs it, on a Mac ⌘+Enter, on a phone **Go**."), one_line=True),
    Control("token", Inside, "token", N_("Whose way"),
            N_("A token of your text, counted from 1; 0: the last one.")),
    Control("box", InsideView, "box", N_("Open box"), N_("The part of the network whose numbers are shown.")),
    Control("inside_layer", InsideView, "layer", N_("Layer"),
            N_("Counted from 0, from the bottom up.")),
    Control("inside_head", InsideView, "head", N_("Head"), N_("{n} heads a layer, counted from 0."),
            numbers=lambda: {"n": architecture().heads}),
    Control("key_token", InsideView, "key", N_("Key of token"), N_("The token that is looked at, counted from 1.")),
    Control("candidate", InsideView, "candidate", N_("Next token, by rank"),
            N_("1 is the likeliest. Its logit is taken apart.")),
    Control("look", InsideView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"weights": N_("Where the weights are"), "break": N_("Break it")}),
    Control("part", Broken, "part", N_("What is broken"), N_("The rest of the network stays as it is."),
            {"positions": N_("No positions"), "order": N_("Order reversed"), "queries": N_("Queries all zero"),
             "keys": N_("Keys moved to the next token"), "values": N_("Values moved to the next token"),
             "head": N_("One head off"), "attention": N_("A layer’s attention off"), "mlp": N_("A layer’s MLP off"),
             "layer": N_("A layer left out"), "swap": N_("Two layers swapped")}),
    Control("everywhere", Broken, "everywhere", N_("In every layer"), N_("Not in one layer alone.")),
    Control("broken_layer", Broken, "layer", N_("Broken layer"), N_("Numbered from 0.")),
    Control("broken_head", Broken, "head", N_("Head that is off"), N_("Numbered from 0.")),
    Control("other_layer", Broken, "other", N_("Swapped with layer"), N_("Numbered from 0.")),
)  # fmt: skip
