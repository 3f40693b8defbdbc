"""Controls of Memorisation: the famous text, the visitor's own, the planted code, and the lower figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.engine.limits import Range
from models.engine.requests import Checked
from models.engine.translation import N_
from models.fine_tuning.kinds import Plant
from models.text.prompt import Prompt
from pages.frame.control import Control

TITLES = {
    "declaration": N_("Declaration of Independence, 1776"),
    "constitution": N_("Constitution of the United States, 1787"),
    "genesis": N_("Genesis, King James Bible, 1611"),
    "prayer": N_("The Lord’s Prayer"),
    "gettysburg": N_("Gettysburg Address, 1863"),
    "cities": N_("A Tale of Two Cities, 1859"),
    "pride": N_("Pride and Prejudice, 1813"),
    "whale": N_("Moby-Dick, 1851"),
    "star": N_("The Star, 1806"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class MemorisationView(Checked):
    """Which text, what is put beside it, and which of the lower figures is open."""

    famous: Literal[
        "declaration", "constitution", "genesis", "prayer", "gettysburg", "cities", "pride", "whale", "star"
    ] = "declaration"
    own: Annotated[str, Prompt(256, empty=True)] = ""
    """Takes the fresh twin's place; empty: the twin."""
    given: Annotated[int, Range(1, 40)] = 10
    """Tokens that the model is given, before it goes on by itself."""
    look: Literal["copy", "all", "secret", "faces", "spans"] = "copy"  # "all" would give the prediction's answer away


ROWS = (
    Control("famous", MemorisationView, "famous", N_("A famous text"),
            N_("Beside it stands a twin written for this page."), TITLES),
    Control("own", MemorisationView, "own", N_("Your own text"),
            N_("It takes the twin’s place. Something you wrote yourself, or something you know by heart.")),
    Control("given", MemorisationView, "given", N_("Tokens given"), N_("Then the model goes on by itself.")),
    Control("copies", Plant, "copies", N_("Copies of each planted code"),
            N_("How often its sentence stands in the training text. Runs with 1, 2, 4, 8 and 16 are shipped.")),
    Control("code", Plant, "code", N_("Code of the first person"), N_("Four digits; 7 is 0007.")),
    Control("plant_seed", Plant, "seed", N_("Seed"), N_("Of the other codes and of the training.")),
    Control("look", MemorisationView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"copy": N_("How far it copies"), "all": N_("All texts, and π"), "secret": N_("A planted secret"),
             "faces": N_("Faces"), "spans": N_("Copied stretches")}),
)  # fmt: skip
