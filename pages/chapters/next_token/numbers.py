"""The values of the lesson's sentences about one pass, and the answer to its prediction."""

from __future__ import annotations

from typing import Any

import numpy as np

from models.engine import Trace
from models.text import sampling, tokenizer
from models.text.kinds import NextTokenStep
from pages.basics import memo
from pages.chapters.next_token.bars import DRAWS
from pages.chapters.next_token.charts import reach

COLD, HOT = 0.2, 2.0  # the temperatures compared with 1


def of(trace: Trace) -> dict[str, Any]:
    """Probabilities at temperature 1 (`warm_…`) and 0.2 (`cold_…`); entropies in bits; `log_sum`:
    the logarithm of the sum of all exponentials at temperature 1. `warm_half` and `hot_half`: how
    many of the likeliest tokens reach half of the probability, at temperature 1 and 2."""
    return memo.of(trace, "numbers", lambda: _measured(trace))


def _measured(trace: Trace) -> dict[str, Any]:
    step = trace.last
    assert isinstance(step, NextTokenStep)
    cold, warm, hot = (sampling.probs(step.logits, temperature=t) for t in (COLD, 1, HOT))
    first = int(warm.argmax())
    return dict(
        top=tokenizer.visible(first),
        cold_prob=float(cold[first]),
        warm_prob=float(warm[first]),
        vocab=len(warm),
        length=len(step.input_ids),
        warm=1.0,
        logit=float(step.logits[first]),
        log_sum=float(np.logaddexp.reduce(step.logits.astype(np.float64))),
        entropy=sampling.entropy_bits(warm),
        cold_entropy=sampling.entropy_bits(cold),
        expected=DRAWS * float(warm[first]),
        warm_half=reach(warm, 0.5),
        hot_half=reach(hot, 0.5),
    )


def answer(warm_half: int, hot_half: int, **_others: Any) -> str:
    """The key of the prediction's right option: how many more tokens share half of the probability at temperature 2."""
    return "few" if hot_half <= 10 * warm_half else "more" if hot_half <= 100 * warm_half else "many"
