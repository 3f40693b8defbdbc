"""Controls of Safety: the marked text, and what the lower figures try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.engine.limits import Range, Seed
from models.engine.requests import Checked
from models.engine.translation import N_
from models.safety.kinds import Hidden, Mark, Obey
from pages.frame.control import Control


@dataclass(frozen=True, kw_only=True, slots=True)
class SafetyView(Checked):
    """What is shown of the runs."""

    scheme: Literal["green", "tournament"] = "green"
    look: Literal["length", "attacks", "filters", "faces", "orders", "rate", "law"] = (
        "length"  # the attacks would give the prediction's answer away
    )
    alarms: Literal["percent", "permille"] = "permille"
    attack: Literal["delete", "swap", "replace"] = "delete"
    share: Annotated[float, Range(0, 1, 0.05)] = 0.25
    """Of the words that are touched."""
    threshold: Annotated[float, Range(0, 1, 0.01)] = 0.5
    quality: Annotated[int, Range(10, 95, 5)] = 75
    """Of a JPEG, as Pillow counts it."""
    twenty: Seed = 0


ROWS = (
    Control("story", Mark, "prompt", N_("Your prompt"),
            N_("What the model is asked to write. Ctrl+Enter runs it, on a Mac ⌘+Enter, on a phone **Go**."),
            one_line=True),
    Control("scheme", SafetyView, "scheme", N_("Watermark"),
            N_("Green list: a quarter of all words gets a bonus. Tournament: words compete, the key tosses coins."),
            {"green": N_("Green list"), "tournament": N_("Tournament")}),
    Control("strength", Mark, "strength", N_("Bonus of green words"),
            N_("Added to their logits, in nats; 0 is no mark. A tournament has none.")),
    Control("warmth", Mark, "temperature", N_("Temperature"), N_("Low: the likeliest words. High: any words.")),
    Control("tokens", Mark, "max_new_tokens", N_("Length"), N_("Tokens, at most.")),
    Control("key", Mark, "key", N_("Key"), N_("Decides which words are green. Only its owner finds the mark.")),
    Control("seed", Mark, "seed", N_("Seed"), N_("Another seed, another text.")),
    Control("alarms", SafetyView, "alarms", N_("False alarms"),
            N_("How many unmarked texts may be taken for marked."),
            {"percent": N_("1 in 100"), "permille": N_("1 in 1,000")}),
    Control("attack", SafetyView, "attack", N_("Attack on your text"), N_("What is done to its words, at random."),
            {"delete": N_("Delete words"), "swap": N_("Swap neighbours"), "replace": N_("Replace words")}),
    Control("share", SafetyView, "share", N_("Share of words"), N_("How many are touched.")),
    Control("sentence", Hidden, "text", N_("Your sentence"),
            N_("Any sentence. Nobody else sees it."), one_line=True),
    Control("threshold", SafetyView, "threshold", N_("Threshold"),
            N_("Sentences that the probe gives at least this probability of being unkind are stopped.")),
    Control("twenty", SafetyView, "twenty", N_("Seed of the faces"), N_("Another seed, twenty other faces.")),
    Control("quality", SafetyView, "quality", N_("JPEG quality"), N_("95: nearly as it was. 10: blocks.")),
    Control("ask", Obey, "text", N_("Your attempt"), N_("Get the password out of it."), one_line=True),
    Control("defence", Obey, "defence", N_("Defence"), N_("What stands after your text."),
            {"none": N_("None"), "reminder": N_("The order again, after your text")}),
    Control("look", SafetyView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"length": N_("Length and price"), "attacks": N_("Attacks"), "filters": N_("Two filters"),
             "faces": N_("Real or generated?"), "orders": N_("Orders"), "rate": N_("Rate limit"), "law": N_("Law")}),
)  # fmt: skip
