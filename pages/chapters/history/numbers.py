"""The numbers of the lesson, and the answer to its prediction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from models.engine import Trace
from models.history.kinds import JudgedStep, Tell
from models.history.measured import NEW_THAT_STANDS_IN
from models.history.probed import FACTS
from pages.basics.intervals import wilson
from pages.chapters.history import machines
from pages.chapters.history.charts import Share

REMEMBERED = "town"
BINS = {"1–4": (1, 4), "5–7": (5, 7), "8–10": (8, 10), "11–20": (11, 20)}  # sentences
CANDIDATES = ("hmm", "elman", "lstm", "transformer")


def share(step: JudgedStep, chosen: np.ndarray) -> Share:
    """Of the questions chosen, (questions,) bool: how many were right, and what guessing would give."""
    return Share(int(step.right[chosen].sum()), int(chosen.sum()), float((1 / step.options[chosen]).mean()))


def of_fact(step: JudgedStep, fact: str) -> Share:
    return share(step, step.fact == FACTS.index(fact))


def by_distance(step: JudgedStep) -> list[Share]:
    return [share(step, (step.distance >= low) & (step.distance <= high)) for low, high in BINS.values()]


def beats_guessing(counted: Share) -> bool:
    """Whether its 95 % interval lies above what guessing gives."""
    return wilson(counted.right, counted.of)[0] > counted.chance


def first_to_remember() -> str:
    """The option of the prediction that holds: the oldest machine that is right more often than by guessing."""
    return oldest({name: of_fact(machines.judged(name), REMEMBERED) for name in ("markov", *CANDIDATES)})


def oldest(shares: Mapping[str, Share]) -> str:
    return next((name for name, counted in shares.items() if beats_guessing(counted)), "none")


def question() -> dict[str, Any]:
    """The numbers in the prediction's question."""
    counted = of_fact(machines.judged("transformer"), REMEMBERED)
    return {"towns": round(1 / counted.chance), "asked": counted.of}


def answer() -> tuple[str, dict[str, Any]]:
    values = {name: of_fact(machines.judged(name), REMEMBERED).right for name in ("markov", "hmm", "elman", "lstm")}
    return first_to_remember(), values | {"right": of_fact(machines.judged("transformer"), REMEMBERED).right}


def of(told: Tell, traces: Mapping[str, Trace]) -> dict[str, Any]:
    chain, lstm, transformer = (machines.judged(n, told.order) for n in ("markov", "lstm", "transformer"))
    copied = {name: step.share_copied for name in traces if (step := machines.told(traces[name])) is not None}
    return {
        "order": told.order,
        "prompt": told.prompt,
        "machines": len(machines.NAMES),
        "chain_numbers": chain.numbers,
        "chain_bits": chain.bits,
        "hmm_bits": machines.judged("hmm").bits,
        "elman_bits": machines.judged("elman").bits,
        "lstm_bits": lstm.bits,
        "lstm_numbers": lstm.numbers,
        "transformer_bits": transformer.bits,
        "transformer_numbers": transformer.numbers,
        "pretrained_bits": machines.bits_of_pretrained(),
        "floor": transformer.floor,
        "stories": transformer.stories,
        "chain_copied": copied["markov"],
        "transformer_copied": copied["transformer"],
        "new_in_counted": NEW_THAT_STANDS_IN["markov"],
        "new_in_learned": NEW_THAT_STANDS_IN["transformer"],
    }
