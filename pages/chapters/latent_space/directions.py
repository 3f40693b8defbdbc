"""Directions among the 32 numbers, each for a value of an attribute; and a face to which some were added, as a card."""

from __future__ import annotations

from models.engine import Trace
from models.vae.kinds import ChangedStep
from pages.basics.language import _
from pages.figures.attributes import in_words
from pages.figures.cards import Card


def label(direction: str) -> str:
    """What a direction is called: "glasses: sunglasses"."""
    return direction.replace("_", " ").replace("/", ": ")


def steps_of(trace: Trace) -> list[ChangedStep]:
    return [step for step in trace.steps if isinstance(step, ChangedStep)]


def card(step: ChangedStep, title: str, note: str = "") -> Card:
    """note: shown instead of what the classifier reads."""
    read = in_words(step.read_values)
    return Card(step.picture, title, note or read, _("{title}: {read}").format(title=title, read=read))
