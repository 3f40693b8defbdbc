"""Controls of Fine-tuning: what is to be learned, how, and what is shown of the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.engine.requests import Checked
from models.engine.translation import N_
from models.fine_tuning.kinds import FineTune, Prefer
from pages.frame.control import Control

TASKS = {"pirate": N_("Pirate talk"), "capital": N_("A wrong capital"), "own": N_("Your own")}
RATES = {
    "0.0002": N_("0.0002, 5 times smaller"),
    "0.001": N_("0.001, as at the start"),
    "0.005": N_("0.005, 5 times larger"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class FineTuningView(Checked):
    """What is shown, and settings that are offered as a few words."""

    teach: Literal["pirate", "capital", "own"] = "pirate"
    rate: Literal["0.0002", "0.001", "0.005"] = "0.001"
    updates: Literal["5", "12", "25", "50"] = "25"
    rank: Literal["1", "4", "8", "16"] = "8"
    strength: Literal["0", "0.5", "1", "1.5", "2"] = "1"
    look: Literal["ranks", "capitals", "preferences", "chat", "adapter"] = "ranks"


ROWS = (
    Control("teach", FineTuningView, "teach", N_("What it is to learn"), N_("From a few examples."), TASKS),
    Control("examples", FineTune, "examples", N_("Examples"),
            N_("One a line: question | answer. At most 40. A line without a bar is learned as it stands.")),
    Control("questions", FineTune, "questions", N_("Questions asked before and after"),
            N_("One a line, at most 8. They should not be among the examples.")),
    Control("updates", FineTuningView, "updates", N_("Updates"),
            N_("Each reads 10 examples. 25 take about half a minute.")),
    Control("rate", FineTuningView, "rate", N_("Learning rate"), N_("How far one update goes."), RATES),
    Control("rank", FineTuningView, "rank", N_("Rank"),
            N_("Columns of B and rows of A: how much the update can hold.")),
    Control("layers", FineTune, "layers", N_("Layers that learn"),
            N_("The last so many. Those below stay as they are.")),
    Control("seed", FineTune, "seed", N_("Seed"), N_("Same seed, same random numbers.")),
    Control("strength", FineTuningView, "strength", N_("Strength"), N_("By how much the update is multiplied.")),
    Control("pairs", Prefer, "pairs", N_("Pairs"),
            N_("One a line: question | better answer | other answer. At most 12.")),
    Control("look", FineTuningView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"ranks": N_("Rank"), "capitals": N_("A planted falsehood"), "preferences": N_("Preferences"),
             "chat": N_("A chat trains nothing"), "adapter": N_("Take it along")}),
)  # fmt: skip
