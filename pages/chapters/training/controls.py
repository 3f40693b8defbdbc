"""Controls of Training: the text, how the network learns, and what is shown of the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.engine.limits import Range
from models.engine.requests import Checked
from models.engine.translation import N_
from models.tiny_transformer.kinds import Train
from pages.frame.control import Control

AT_END = 12
SOURCES = {
    "stories-en": N_("English stories"),
    "stories-de": N_("German stories"),
    "moby-dick": "Moby-Dick",
    "own": N_("Your own text"),
}
RATES = {"0.0002": N_("0.0002, 25 times smaller"), "0.005": N_("0.005, as at the start"), "30": N_("30, far too large")}
AMOUNTS = {"6000": N_("6,000 characters"), "50000": N_("50,000"), "500000": N_("500,000"), "5000000": N_("5 million")}
UPDATES = {"50": "50", "150": "150", "400": "400", "1000": N_("1,000"), "4000": N_("4,000")}


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingView(Checked):
    """What is shown, and settings that are offered as a few words."""

    source: Literal["stories-en", "stories-de", "moby-dick", "own"] = "stories-en"
    rate: Literal["0.0002", "0.001", "0.005", "0.02", "0.1", "0.5", "2", "30"] = "0.005"
    amount: Literal["6000", "50000", "500000", "5000000"] = "500000"
    updates: Literal["50", "150", "400", "1000", "4000"] = "400"
    faces: Literal["50", "1700"] = "1700"
    at: Annotated[int, Range(1, AT_END)] = AT_END
    """The checkpoint shown, counted from 1; more than there are: the last."""
    look: Literal["update", "number", "optimisers", "pictures", "hand_on"] = "update"


ROWS = (
    Control("beginning", Train, "prompt", N_("Let it go on from"),
            N_("What it continues at each checkpoint. Empty: as many of the stories begin."), one_line=True),
    Control("source", TrainingView, "source", N_("Text to learn from"), N_("It has seen nothing before."), SOURCES),
    Control("amount", TrainingView, "amount", N_("How much of it"), N_("The rest is not read."), AMOUNTS),
    Control("optimizer", Train, "optimizer", N_("Optimiser"), N_("The rule that turns a gradient into a change."),
            {"adam": "Adam", "momentum": N_("Momentum"), "sgd": N_("Plain descent")}),
    Control("rate", TrainingView, "rate", N_("Learning rate"), N_("How far one update goes, at most."), RATES),
    Control("updates", TrainingView, "updates", N_("Updates"),
            N_("How often it changes its numbers. 400 take about 20 seconds."), UPDATES),
    Control("clip", Train, "clip", N_("Shorten long gradients"), N_("To length 1, so that no update goes astray.")),
    Control("seed", Train, "seed", N_("Seed"), N_("Same seed, same random numbers to begin with.")),
    Control("faces", TrainingView, "faces", N_("Pictures to learn from"), N_("Avatars of 16 × 16 pixels."),
            {"50": "50", "1700": N_("1,700")}),
    Control("at", TrainingView, "at", N_("Checkpoint"), N_("Which moment of the run is shown.")),
    Control("look", TrainingView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"update": N_("One update"), "number": N_("One number"), "optimisers": N_("Optimisers side by side"),
             "pictures": N_("Learning to draw"), "hand_on": N_("Hand it on")}),
)  # fmt: skip
