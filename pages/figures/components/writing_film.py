"""A text written token by token, played like a film with the likeliest tokens of each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.engine.translation import N_
from pages.figures.components.define import define, finite, translated
from pages.figures.components.player import TEXTS

_mount = define("writing_film")

_TEXTS = {
    **TEXTS,
    "frame": N_("Token"),
    "text": N_("The text so far"),
    "bars": N_("The likeliest next tokens"),
    "chosen": N_("chosen"),
    "other": N_("alternative"),
}


@dataclass(frozen=True, kw_only=True)
class WritingFrame:
    """One written token, and what the model gave before it was chosen."""

    piece: str  # the chosen token, visible form, for its bar
    text: str  # the same as it appears in the text
    candidates: Sequence[tuple[str, float]]  # visible piece and probability in [0, 1], likeliest first
    chosen: int | None  # its index among the candidates; None: it was not one of them


def writing_film(
    prompt: str, steps: Sequence[WritingFrame], *, key: str, label: str, autoplay: bool = True, per_second: float = 1.5
) -> None:
    """Plays a recorded writing once; the visitor can stop, scrub and play again. No autoplay under reduced motion."""
    if not steps:
        raise ValueError("A writing of no token cannot be played.")
    data = {
        "label": label,
        "prompt": prompt,
        "steps": [_step(step) for step in steps],
        "per_second": per_second,
        "autoplay": autoplay,
        "texts": translated(_TEXTS),
    }
    _mount(key=key, data=data)


def _step(step: WritingFrame) -> dict[str, object]:
    candidates = [[piece, finite(prob, "candidate")] for piece, prob in step.candidates]
    return {"piece": step.piece, "text": step.text, "candidates": candidates, "chosen": step.chosen}
