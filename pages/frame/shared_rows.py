"""Rows that several chapters share. They are the same objects, so a value is carried from one chapter to the next."""

from __future__ import annotations

from models.engine.translation import N_
from models.text.kinds import NextToken, Write
from models.text.sampling import Reshape
from pages.frame.control import Control

PROMPT = Control(
    "prompt",
    NextToken,
    "prompt",
    N_("Your text"),
    N_("Any text. Ctrl+Enter runs it, on a Mac ⌘+Enter, on a phone **Go**."),
    everywhere=True,
)
TEMPERATURE = Control(
    "temperature",
    Reshape,
    "temperature",
    N_("Temperature"),
    N_("Low: sharper. High: flatter. 0: always the likeliest."),
    everywhere=True,
)
TOP_K = Control(
    "top_k", Reshape, "top_k", N_("Top-k"), N_("Keep only the k likeliest tokens. 0 keeps all."), everywhere=True
)
TOP_P = Control(
    "top_p",
    Reshape,
    "top_p",
    N_("Top-p"),
    N_("Keep the likeliest tokens until their probabilities add up to this. 1 keeps all."),
    everywhere=True,
)
MIN_P = Control(
    "min_p",
    Reshape,
    "min_p",
    N_("Min-p"),
    N_("Keep tokens with at least this share of the top one's probability. 0 keeps all."),
    everywhere=True,
)
SEED = Control("seed", Write, "seed", N_("Seed"), N_("Same seed, same random picks."), everywhere=True)

SAMPLING = (TEMPERATURE, TOP_K, TOP_P, MIN_P, SEED)  # how one of the probable tokens is picked
