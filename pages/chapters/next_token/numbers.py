"""What the lesson says of one pass: the likeliest token at two temperatures, and what follows from it."""

from __future__ import annotations

from typing import Any

from models.engine import Trace
from models.text import sampling, tokenizer
from models.text.kinds import NextTokenStep
from pages.chapters.next_token.bars import DRAWS

COLD = 0.2  # the temperature of the prediction


def of(trace: Trace) -> dict[str, Any]:
    """Probabilities at temperature 1 (`warm_…`) and 0.2 (`cold_…`); entropies in bits."""
    step = trace.last
    assert isinstance(step, NextTokenStep)
    cold, warm = sampling.probs(step.logits, temperature=COLD), sampling.probs(step.logits)
    first = int(warm.argmax())
    return dict(
        top=tokenizer.visible(first),
        cold_prob=float(cold[first]),
        warm_prob=float(warm[first]),
        vocab=len(warm),
        length=len(step.input_ids),
        logit=float(step.logits[first]),
        entropy=sampling.entropy_bits(warm),
        cold_entropy=sampling.entropy_bits(cold),
        expected=DRAWS * float(warm[first]),
    )


def cooled(warm_prob: float, cold_prob: float, **_others: Any) -> str:
    """How long the first bar is at temperature 0.2: the key of the prediction's right answer."""
    return "most" if cold_prob > 0.5 else "longer" if cold_prob > 1.3 * warm_prob else "same"
