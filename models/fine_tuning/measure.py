"""What an update changed: answers at the same seed, the perplexity of other text, what it takes for capitals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from models.engine.steps import Step
from models.fine_tuning import lora
from models.fine_tuning.examples import lines_of
from models.fine_tuning.kinds import ANSWER_TOKENS, TEMPERATURE, FineTune, MeasureStep, Prefer
from models.fine_tuning.merged import merged
from models.text import together, write
from models.text.kinds import Write, WriteStep
from models.text.net import Net


def measured(
    net: Net,
    top: lora.Top,
    update: lora.Update,
    request: FineTune | Prefer,
    strength: float,
    texts: Sequence[lora.Kept],
) -> MeasureStep:
    """texts: the other text, then those of the capitals if they are to be measured."""
    answers = answer_table(merged(net, top, update, strength), lines_of(request.questions), request.seed)
    other, *capitals = texts
    with torch.no_grad():
        [logprobs] = lora.log_probs(top, update, [other], strength)
        sums = [rows.sum() for rows in lora.log_probs(top, update, capitals, strength)] if capitals else []
    return MeasureStep(
        passes=int((answers >= 0).sum()) + len(texts),
        strength=strength,
        answers=answers,
        perplexity=(-logprobs.double().mean()).exp().item(),
        capitals=torch.stack(sums).exp().reshape(-1, 2).numpy() if sums else None,
    )


def answer_table(net: Net, questions: Sequence[str], seed: int) -> np.ndarray:
    """(questions, ANSWER_TOKENS) int64 token ids, -1 after the end of each answer."""
    table = np.full((len(questions), ANSWER_TOKENS), -1, np.int64)
    for row, ids in zip(table, written(net, questions, seed), strict=True):
        row[: len(ids)] = ids
    return table


def written(net: Net, questions: Sequence[str], seed: int) -> list[np.ndarray]:
    """The answer to each question, as Writing gives it in a chat at this seed; all are written side by side."""
    runs = [
        write.write(net, Write(prompt=q, chat=True, temperature=TEMPERATURE, max_new_tokens=ANSWER_TOKENS, seed=seed))
        for q in questions
    ]
    answers: dict[int, np.ndarray] = {}
    moving: list[tuple[int, np.ndarray | None]] = [(i, None) for i in range(len(runs))]
    while moving:
        asks = {i: ask for i, answer in moving if (ask := _next_ask(runs[i], answer, answers, i)) is not None}
        moving = list(zip(asks, together.answers(net, list(asks.values())), strict=True))
    return [answers[i] for i in range(len(runs))]


def _next_ask(
    run: together.Asking, answer: np.ndarray | None, answers: dict[int, np.ndarray], i: int
) -> together.Ask | None:
    """What a text needs next of the network; None at its end, which keeps the text as answers[i]."""
    try:
        item = run.send(answer)
        while isinstance(item, Step):
            if isinstance(item, WriteStep) and item.output_ids is not None:
                answers[i] = item.output_ids
            item = run.send(None)
    except StopIteration:
        return None
    return item
