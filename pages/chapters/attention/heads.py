"""Heads in the Attention chapter: what kind each one is on this text, and the switch that turns one off."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.engine.translation import N_
from models.text import heads
from models.text.kinds import AttendStep
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.attention.heads_off import read, write
from pages.figures.components.attention_view import HeadKind, Look
from pages.frame import controls

CLEAR = 0.5  # a head gets the name of a kind if at least this share of its attention goes there


def toggle(layer: int, head: int) -> None:
    """Switches a head off or on again; for callbacks."""
    now, _wrong = read(str(controls.value("off")))
    controls.put(off=write(tuple(sorted(set(now) ^ {(layer, head)}))))


def kinds(step: AttendStep) -> tuple[dict[tuple[int, int], HeadKind], dict[str, int]]:
    """The kind of each head that has a clear one on this text, and how many there are of each."""
    measured: dict[Look, tuple[str, NDArray[np.floating]]] = {
        "induction": (N_("induction, {share}"), heads.induction(step.attentions, step.input_ids)),
        "previous": (N_("previous token, {share}"), heads.previous_token(step.attentions)),
        "first": (N_("first token, {share}"), heads.first_token(step.attentions)),
    }
    kinds_of: dict[tuple[int, int], HeadKind] = {}
    counts: dict[str, int] = dict.fromkeys(measured, 0)
    for kind, (text, scores) in measured.items():
        for layer, head in np.argwhere(scores >= CLEAR).tolist():
            counts[kind] += 1
            share = float(scores[layer, head])
            words = _(text).format(share=show(share, ".0%"))
            kinds_of.setdefault((layer, head), HeadKind(look=kind, share=share, text=words))
    return kinds_of, counts
