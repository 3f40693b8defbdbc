"""The numbers of a run that the lesson's sentences name, and the answer to its prediction."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import streamlit as st

from models.engine import Trace
from models.prepared import prepared
from models.stories import corpus
from models.tiny_transformer.kinds import LANGUAGES, OVERFITTING, CheckpointStep, Train, UpdateStep
from pages.basics import memo
from pages.basics.words import show
from pages.chapters.training import machines, outcome
from pages.chapters.training.one_number import by_trying
from pages.chapters.training.steps import of_kind, progress, text
from pages.frame import export, running


def of(trace: Trace) -> dict[str, Any]:
    return memo.of(trace, "numbers", lambda: _measured(trace))


def _measured(trace: Trace) -> dict[str, Any]:
    steps, yardstick = progress(trace), text(trace)
    checkpoints, updates = of_kind(trace.steps, CheckpointStep), of_kind(trace.steps, UpdateStep)
    if yardstick is None or not checkpoints or not updates:
        return {}
    per_piece = yardstick.blind / math.log2(yardstick.pieces)  # pieces per character
    last, update = steps[-1], updates[-1]
    return {
        "outcome": outcome.sentence(trace),
        "two_back": machines.against(trace, 2),
        "five_back": machines.against(trace, 5),
        "updates": last.number,
        "learned": yardstick.learned,
        "pieces": yardstick.pieces,
        "length": yardstick.length,
        "characters": yardstick.characters,
        "held_out": last.held_out,
        "train": last.train,
        "first": steps[0].held_out,
        "blind": yardstick.blind,
        "nats": last.held_out * math.log(2) / per_piece,
        "per_piece": per_piece,
        "copied": checkpoints[-1].copied.strip(),
        "copied_length": len(checkpoints[-1].copied),
        "update": update.number,
        "norm": float((update.gradient_norms**2).sum() ** 0.5),
        "rate": update.learning_rate,
        "predicted": update.predicted,
        "came": update.before - update.after,
        "slope": update.slope,
        "tried": by_trying(update),
        "epochs": last.number * 8 * 128 / yardstick.length,
    }


@cache
def question() -> dict[str, Any]:
    """The numbers in the prediction's question."""
    stories = corpus.text(LANGUAGES[OVERFITTING.corpus], OVERFITTING.characters, seed=2).count(corpus.END)
    return {
        "short": OVERFITTING.characters,
        "long": Train().characters,
        "stories": stories,
        "planned": OVERFITTING.steps,
    }


def overfitting() -> tuple[str, dict[str, Any]]:
    """The answer to the prediction: how a run ends that learns from a short text."""
    # Not run again while a prepared one stands in: it would wait for the run of the page, or take its place.
    trace = prepared(OVERFITTING) or running.aside(OVERFITTING)
    if trace is None:
        st.stop()
    steps = progress(trace)
    lowest = min(steps, key=lambda step: step.held_out)
    return outcome.answer(steps), {
        "first": show(steps[0].held_out, ".2f"),
        "lowest": show(lowest.held_out, ".2f"),
        "when": show(lowest.number, ","),
        "end": show(steps[-1].held_out, ".2f"),
        "source": export.source(trace),
        "known": show(steps[-1].train, ".2f"),
    }
