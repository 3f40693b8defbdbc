"""Controls of Control: the pair of prompts, the head that is tested, what steers, and the lower figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.control.kinds import CLEAN, CORRUPT, OFFICE, OTHER_WORDS, PIRATE, WORDS, HeadTest, Steer
from models.engine.requests import Checked
from models.engine.translation import N_
from models.text.architecture import architecture
from models.text.prompt import Prompt
from pages.frame.control import Control


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair(Checked):
    """Each prompt by itself; whether they fit each other is checked when both are known."""

    clean: Annotated[str, Prompt(48)] = CLEAN
    corrupt: Annotated[str, Prompt(48)] = CORRUPT


@dataclass(frozen=True, kw_only=True, slots=True)
class Sides(Checked):
    """Each side's sentences and words by themselves."""

    towards: Annotated[str, Prompt(160)] = PIRATE
    away: Annotated[str, Prompt(160)] = OFFICE
    words: Annotated[str, Prompt(32)] = WORDS
    other_words: Annotated[str, Prompt(32)] = OTHER_WORDS


@dataclass(frozen=True, kw_only=True, slots=True)
class ControlView(Checked):
    """Which of the lower figures is open."""

    look: Literal["heads", "steer", "hide", "methods"] = "heads"  # hiding would give the prediction's answer away


ROWS = (
    Control("clean", Pair, "clean", N_("Clean prompt"),
            N_("The model goes on from it. Ctrl+Enter runs it, on a Mac ⌘+Enter, on a phone **Go**."), one_line=True),
    Control("corrupt", Pair, "corrupt", N_("Corrupt prompt"),
            N_("The same with one word changed, of as many tokens, so that the answer changes."), one_line=True),
    Control("test_layer", HeadTest, "layer", N_("Layer of the head"), N_("Counted from 0.")),
    Control("test_head", HeadTest, "head", N_("Head"), N_("Counted from 0; each layer has {n}."),
            numbers=lambda: {"n": architecture().heads}),
    Control("test_seed", HeadTest, "seed", N_("Seed of the two others"), N_("Another seed, two other heads.")),
    Control("towards", Sides, "towards", N_("Towards"), N_("Sentences, one a line: more of this.")),
    Control("away", Sides, "away", N_("Away from"), N_("Sentences, one a line: less of this.")),
    Control("words", Sides, "words", N_("Words that should gain"),
            N_("Separated by spaces. Words that are not in your sentences test more."), one_line=True),
    Control("other_words", Sides, "other_words", N_("Words that should lose"), N_("Separated by spaces."),
            one_line=True),
    Control("steer_layer", Steer, "layer", N_("Layer"), N_("The direction is added after this layer, counted from 0.")),
    Control("strength", Steer, "strength", N_("Strength"),
            N_("Length of what is added, as a share of the usual length of a token's vector there.")),
    Control("opening", Steer, "prompt", N_("Beginning of the texts"), N_("All four texts go on from it."),
            one_line=True),
    Control("steer_seed", Steer, "seed", N_("Seed of the texts"), N_("Of the texts and of the random direction.")),
    Control("look", ControlView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"heads": N_("Switch heads off"), "steer": N_("Steer"), "hide": N_("Hide words"),
             "methods": N_("Which explains what")}),
)  # fmt: skip
