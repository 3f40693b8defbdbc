"""Controls of Cost: the text that is measured, what the scale shows, and the lower figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.cost.kinds import Meter
from models.engine.limits import Range
from models.engine.requests import Checked
from models.engine.translation import N_
from pages.frame.control import Control


@dataclass(frozen=True, kw_only=True, slots=True)
class CostView(Checked):
    """What is drawn of the runs; no model sees it."""

    scale: Literal["energy", "operations"] = "energy"
    run: Literal["text", "picture", "student", "training", "last"] = "text"
    parameters: Annotated[float, Range(8, 13, 0.01)] = 8.13  # powers of ten: 135 million
    tokens: Annotated[float, Range(9, 14, 0.01)] = 12.3  # 2 million million
    pupils: Annotated[int, Range(1, 200)] = 30
    runs: Annotated[int, Range(1, 100)] = 10
    same: Annotated[int, Range(0, 100, 5)] = 50  # per cent of the runs that somebody else has asked for
    look: Literal["run", "cache", "arithmetic", "scaling", "school"] = "run"  # "cache" would answer the prediction


ROWS = (
    Control("prompt", Meter, "prompt", N_("Beginning of the text"),
            N_("The model goes on from it. Ctrl+Enter runs it, on a Mac ⌘+Enter, on a phone **Go**."), one_line=True),
    Control("written", Meter, "max_new_tokens", N_("Tokens of the text"), N_("Each is measured by itself.")),
    Control("seed", Meter, "seed", N_("Seed"), N_("Another seed, another text of the same price.")),
    Control("scale", CostView, "scale", N_("Scale"), N_("What the lines and points stand for."),
            {"energy": N_("Energy"), "operations": N_("Operations")}),
    Control("run", CostView, "run", N_("Run"), N_("This text, a shipped run of another chapter, or your own last one."),
            {"text": N_("This text"), "picture": N_("A picture in 20 guided steps"),
             "student": N_("A picture in 4 steps"), "training": N_("A training of 400 updates"),
             "last": N_("My last run in another chapter")}),
    Control("parameters", CostView, "parameters", N_("Parameters N: 10 to the power of"),
            N_("8.13 is SmolLM2-135M, 11.24 GPT-3, 11.61 Llama 3.1 405B.")),
    Control("tokens", CostView, "tokens", N_("Training tokens D: 10 to the power of"),
            N_("12.3 is SmolLM2-135M, 11.48 GPT-3, 13.19 Llama 3.1 405B.")),
    Control("pupils", CostView, "pupils", N_("Pupils")),
    Control("runs", CostView, "runs", N_("Texts each")),
    Control("same", CostView, "same", N_("Of them as somebody else asked before (%)"),
            N_("Untouched pages and experiments are the same for all; own texts are not.")),
    Control("look", CostView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"run": N_("One run"), "cache": N_("With and without cache"), "arithmetic": N_("Coarser numbers"),
             "scaling": N_("2N and 6ND"), "school": N_("A class")}),
)  # fmt: skip
