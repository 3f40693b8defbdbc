"""The first demonstration on Home: a text recorded while it was written, token by token, with the alternatives."""

from __future__ import annotations

import math
from itertools import accumulate

from models.engine.trace import Trace
from models.text import tokenizer
from models.text.kinds import WriteStep
from pages.figures.components.writing_film import WritingFrame

SHOWN = 6  # likeliest tokens; below them the chosen one if it is none of them


def frames(trace: Trace, shown: int = SHOWN) -> list[WritingFrame]:
    """One frame per written token. The probabilities are the model's own, before temperature and filters."""
    steps = [step for step in trace.steps if isinstance(step, WriteStep)]
    # Each text is what a token adds to the text so far: a character may be spread over several tokens.
    so_far = ["", *(tokenizer.decode(ids).rstrip("\ufffd") for ids in accumulate([step.token_id] for step in steps))]
    return [
        _frame(step, text.removeprefix(before), shown)
        for step, before, text in zip(steps, so_far, so_far[1:], strict=False)
    ]


def _frame(step: WriteStep, text: str, shown: int) -> WritingFrame:
    rows = list(zip(step.top_ids[:shown].tolist(), step.top_probs[:shown].tolist(), strict=True))
    if step.token_id not in dict(rows):
        rows.append((step.token_id, math.exp(step.logprob)))
    return WritingFrame(
        piece=tokenizer.visible(step.token_id),
        text=text,
        candidates=[(tokenizer.visible(token_id), prob) for token_id, prob in rows],
        chosen=[token_id for token_id, _ in rows].index(step.token_id),
    )
