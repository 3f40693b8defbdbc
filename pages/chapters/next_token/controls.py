"""Controls of Next token: those of sampling, which other chapters share, and what the figures show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.engine.requests import Checked
from models.engine.translation import N_
from pages.frame.control import Control
from pages.frame.shared_rows import PROMPT, SAMPLING


@dataclass(frozen=True, kw_only=True, slots=True)
class NextTokenView(Checked):
    """What the figures show. No model sees it, so changing it costs no forward pass."""

    draws: bool = False
    look: Literal["sweep", "curve"] = "sweep"


ROWS = (
    PROMPT,
    *SAMPLING,
    Control("draws", NextTokenView, "draws", N_("Compare with 1,000 picks"),
            N_("Picks 1,000 tokens at random with these probabilities."), everywhere=True),
    Control("look", NextTokenView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"sweep": N_("Four temperatures"), "curve": N_("All tokens together")}),
)  # fmt: skip
