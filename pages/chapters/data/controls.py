"""Controls of Data: own documents, the filters and their thresholds, and what the lower figure shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.collapse.kinds import CurveGenerations, TextGenerations
from models.data_cleaning.kinds import CleanText
from models.engine.requests import Checked
from models.engine.translation import N_
from models.few_pictures.kinds import FewPictures
from models.skewed_flow.kinds import TrainSkewed
from pages.chapters.data.altered import ALTERATIONS
from pages.chapters.data.filters import TITLES
from pages.frame.control import Control


@dataclass(frozen=True, kw_only=True, slots=True)
class DataView(Checked):
    """What is shown of the run. No filter sees it."""

    look: Literal["opened", "tokens", "threshold", "effect", "few", "skewed", "curve", "words"] = "opened"
    opened: Literal["length", "language", "junk", "copies", "near", "left"] = "junk"
    """The filter whose documents are shown; "left": those that slipped through."""
    window: Literal["64", "128", "512", "2048"] = "128"
    """How many tokens a network reads at a time."""


ROWS = (
    Control("mine", CleanText, "own", N_("Your own documents"),
            N_("Each line is a document. They go into the heap, and you see which filter takes them. Ctrl+Enter runs "
               "it, on a Mac ⌘+Enter, on a phone **Go**.")),
    Control("least", CleanText, "least_words", N_("Too short: fewer words than"),
            N_("Documents with fewer words are taken.")),
    Control("alike", CleanText, "similarity", N_("Near copies: alike by at least"),
            N_("The share of three-word stretches that two documents have in common, from 0 to 1.")),
    Control("short", CleanText, "length", N_("Too short"), N_("Switch the first filter off or on.")),
    Control("foreign", CleanText, "language", N_("Other languages"), N_("Takes what is not English.")),
    Control("rules", CleanText, "junk", N_("Junk"), N_("Takes what breaks one of nine rules.")),
    Control("exact", CleanText, "copies", N_("Exact copies"), N_("Takes what is word for word the same.")),
    Control("close", CleanText, "near", N_("Near copies"), N_("Takes what is nearly the same.")),
    Control("seed", CleanText, "seed", N_("Seed"), N_("Another seed, another heap.")),
    Control("opened", DataView, "opened", N_("Show what was taken as"), N_("Opens a filter."),
            {**TITLES, "left": N_("Not taken, but planted")}),
    Control("window", DataView, "window", N_("Tokens in a window"), N_("So many are read at a time."),
            {n: n for n in ("64", "128", "512", "2048")}),
    Control("real", FewPictures, "pictures", N_("Real pictures"), N_("Of known style; each classifier gets others.")),
    Control("drawn", FewPictures, "generated", N_("Generated pictures"),
            N_("Drawn by the text-to-image model, and taken for what it was asked for.")),
    Control("altered", FewPictures, "altered", N_("Each time a picture is learned from"),
            N_("Alters a picture at random, so that it is never quite the same."), ALTERATIONS),
    Control("hats", TrainSkewed, "hats", N_("Pictures with a hat (%)"), N_("Of the 400 that are learned from.")),
    Control("named", TrainSkewed, "named", N_("Captions name the hat"),
            N_("Off: captions name the background alone, whoever wears a hat.")),
    Control("flow_seed", TrainSkewed, "seed", N_("Seed of the training"),
            N_("Another seed, other pictures and other first numbers.")),
    Control("points", CurveGenerations, "points", N_("Points in each generation"),
            N_("More points: each generation knows the one before better.")),
    Control("source", TextGenerations, "source", N_("The first text"), N_("What the first chain counts."),
            {"moby-dick": "Moby-Dick", "stories": N_("The stories")}),
    Control("order", TextGenerations, "order", N_("The chain looks back"), N_("Words that it sees.")),
    Control("look", DataView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"opened": N_("Open a filter"), "threshold": N_("Where to cut"), "effect": N_("What it is good for"),
             "tokens": N_("Into tokens"), "few": N_("Few pictures"), "skewed": N_("Skew and captions"),
             "curve": N_("A curve fed on itself"), "words": N_("A text fed on itself")}),
)  # fmt: skip
