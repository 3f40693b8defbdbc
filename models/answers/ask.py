"""Ask: the prompt is read once; then the greedy answer and all drawn ones are written side by side."""

from __future__ import annotations

import numpy as np

from models.answers.kinds import NEW_TOKENS, Ask, AskStep
from models.text import sampling, tokenizer
from models.text.net import AnyNet, Pass, new_cache
from models.text.together import Asking, Logits


def ask(net: AnyNet, request: Ask) -> Asking:
    input_ids = np.array(tokenizer.encode(request.prompt), np.int64)
    cache = new_cache(net, 1, len(input_ids) + NEW_TOKENS)
    hidden_states = yield Pass(input_ids[None], cache)
    [first] = yield Logits(hidden_states[0, -1:])

    rows = 1 + request.samples
    draws = [np.random.default_rng(request.samples * request.seed + i) for i in range(request.samples)]
    output_ids, logprobs = np.full((rows, NEW_TOKENS), -1), np.zeros(rows)
    open_rows, logits, passes = np.arange(rows), np.broadcast_to(first, (rows, first.size)), 1
    cache.pick(np.zeros(rows, np.int64))
    for place in range(NEW_TOKENS):
        for row, of_row in zip(open_rows.tolist(), logits, strict=True):
            token_id = next_id(of_row, draws[row - 1] if row else None)
            output_ids[row, place] = token_id
            logprobs[row] += sampling.log_softmax(of_row)[token_id]
        still = np.array([not ends(output_ids[row, place]) for row in open_rows])
        open_rows = open_rows[still]
        if place == NEW_TOKENS - 1 or not len(open_rows):
            break
        if not still.all():
            cache.pick(np.flatnonzero(still))
        hidden_states = yield Pass(output_ids[open_rows, place : place + 1], cache)
        logits = yield Logits(hidden_states[:, -1])
        passes += 1
    yield AskStep(passes=passes, input_ids=input_ids, output_ids=output_ids, logprobs=logprobs)


def next_id(logits: np.ndarray, rng: np.random.Generator | None) -> int:
    """The likeliest token, or one drawn at temperature 1, with one random number."""
    return int(logits.argmax()) if rng is None else int(sampling.draw(sampling.probs(logits), 1, rng)[0])


def ends(token_id: int) -> bool:
    """Whether an answer ends with this token: the line, or the text."""
    return token_id in tokenizer.end_ids or b"\n" in tokenizer.piece_bytes(token_id)
