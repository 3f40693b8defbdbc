"""Controls of History: the text, how far the chain looks back, and what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.engine.requests import Checked
from models.engine.translation import N_
from models.history.kinds import LearnMachine, Tell
from pages.frame.control import Control


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryView(Checked):
    """What is shown. No machine sees it."""

    look: Literal["bits", "memory", "learns", "game", "states", "pictures"] = "bits"
    learns_from: Literal["stories-en", "own"] = "stories-en"
    updates: Literal["100", "300", "1000"] = "300"
    rounds: Literal["10", "40", "200"] = "40"


ROWS = (
    Control("start", Tell, "prompt", N_("Let them go on from"),
            N_("The beginning of a story, in English. At most 120 characters."), one_line=True),
    Control("order", Tell, "order", N_("The chain looks back"),
            N_("Pieces that the Markov chain sees. The others see more.")),
    Control("seed", Tell, "seed", N_("Seed"), N_("Same seed, same random numbers.")),
    Control("look", HistoryView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"bits": N_("How well they predict"), "memory": N_("What they remember"),
             "learns": N_("Watch one learn"),
             "game": N_("Which machine wrote this?"), "states": N_("Hidden states"),
             "pictures": N_("Pictures out of noise")}),
    Control("learner", LearnMachine, "machine", N_("Which one learns"), N_("It begins with random numbers."),
            {"hmm": N_("Hidden Markov model"), "elman": N_("Elman network"), "lstm": "LSTM",
             "transformer": N_("Transformer")}),
    Control("learns_from", HistoryView, "learns_from", N_("Text to learn from"), N_("It has seen nothing before."),
            {"stories-en": N_("English stories"), "own": N_("Your own text")}),
    Control("updates", HistoryView, "updates", N_("Updates"),
            N_("How often a network changes its numbers. 300 take 10 to 20 seconds."),
            {"100": "100", "300": "300", "1000": N_("1,000")}),
    Control("rounds", HistoryView, "rounds", N_("Rounds"),
            N_("How often the hidden Markov model reads its text. 40 take about 5 seconds."),
            {"10": "10", "40": "40", "200": "200"}),
)  # fmt: skip
