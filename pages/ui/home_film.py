"""The first demonstration on Home: a recorded writing, token by token with what else might have come."""

from __future__ import annotations

from itertools import accumulate

from models.engine.steps import WriteStep
from models.engine.trace import Trace
from models.text import tokenizer
from pages.ui.components.film import WritingFrame

SHOWN = 6  # likeliest tokens beside each written one


def frames(trace: Trace, shown: int = SHOWN) -> list[WritingFrame]:
    """A frame for each written token. The probabilities are the model's own, before temperature and filters."""
    steps = [step for step in trace.steps if isinstance(step, WriteStep)]
    # Each text is what a token adds to the text so far: a character may be spread over several tokens.
    so_far = ["", *(tokenizer.decode(ids).rstrip("\ufffd") for ids in accumulate([step.token_id] for step in steps))]
    return [
        _frame(step, text.removeprefix(before), shown)
        for step, before, text in zip(steps, so_far, so_far[1:], strict=False)
    ]


def _frame(step: WriteStep, text: str, shown: int) -> WritingFrame:
    ids = step.top_ids[:shown].tolist()
    return WritingFrame(
        piece=tokenizer.visible(step.token_id),
        text=text,
        candidates=[(tokenizer.visible(i), float(p)) for i, p in zip(ids, step.top_probs[:shown], strict=True)],
        chosen=ids.index(step.token_id) if step.token_id in ids else None,
    )
