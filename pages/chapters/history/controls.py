"""Controls of History: the text, how far the chain looks back, and what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.engine.requests import Checked
from models.engine.translation import N_
from models.history.kinds import Tell
from pages.frame.control import Control


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryView(Checked):
    """What is shown. No machine sees it."""

    look: Literal["bits", "memory", "game", "states", "pictures"] = "bits"


ROWS = (
    Control("start", Tell, "prompt", N_("Let them go on from"),
            N_("The beginning of a story, in English. At most 120 characters."), one_line=True),
    Control("order", Tell, "order", N_("The chain looks back"),
            N_("Pieces that the Markov chain sees. The others see more.")),
    Control("seed", Tell, "seed", N_("Seed"), N_("Same seed, same random numbers.")),
    Control("look", HistoryView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"bits": N_("How well they predict"), "memory": N_("What they remember"),
             "game": N_("Which machine wrote this?"), "states": N_("Hidden states"),
             "pictures": N_("Pictures out of noise")}),
)  # fmt: skip
