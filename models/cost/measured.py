"""What was measured before, for pages: `python -m models.cost.measure` makes measured.json again.

Counts of torch's counter, processor times, and what coarser weights change. Rates and intervals are computed by pages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.engine.single_flight import single_flight
from models.engine.translation import N_

FILE = Path(__file__).with_name("measured.json")
FORMATS = ("fp32", "fp16", "bf16", N_("8 bits"), N_("6 bits"), N_("4 bits"), N_("3 bits"), N_("2 bits"))


@dataclass(frozen=True)
class Network:
    """One forward pass of a picture network, for one picture."""

    parameters: int
    counted: int  # multiply-adds by torch's counter (its FLOP, halved)
    formula: int | None  # multiply-adds by the sizes of its layers; None: only counted


@dataclass(frozen=True)
class Rounded:
    """The text model with coarser matrices, on SENTENCES."""

    bits: float  # a weight, with its share of a block's scale
    nbytes: int  # of all matrices
    kl_bits: tuple[float, ...]  # of each token: Kullback–Leibler divergence from the shipped weights' distribution
    agreed: int  # tokens after which the same next token is the likeliest
    nats: tuple[float, ...]  # of each token but the first of a sentence: −ln p

    @property
    def tokens(self) -> int:
        return len(self.kl_bits)


@single_flight
def _read() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return content


def machine() -> str:
    return str(_read()["machine"])


def networks() -> dict[str, Network]:
    return {name: Network(**row) for name, row in _read()["networks"].items()}


def text_passes() -> tuple[tuple[int, int, int], ...]:
    """New tokens, tokens before them, multiply-adds by torch's counter on transformers' model."""
    return tuple((new, past, counted) for new, past, counted in _read()["text_passes"])


def rounded() -> dict[str, Rounded]:
    """By format, exact first."""
    return {
        name: Rounded(**{**row, "kl_bits": tuple(row["kl_bits"]), "nats": tuple(row["nats"])})
        for name, row in _read()["rounded"].items()
    }


def together() -> dict[int, tuple[float, ...]]:
    """Texts written in step → processor milliseconds a token, of each repeat."""
    return {int(texts): tuple(times) for texts, times in _read()["together"].items()}


def arithmetic() -> dict[str, tuple[float, ...]]:
    """Processor milliseconds a token of one text, of each repeat: with the weights in blocks, and in fp32."""
    return {name: tuple(times) for name, times in _read()["arithmetic"].items()}
