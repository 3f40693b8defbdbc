"""Score: how likely each token of a text was, given those before it, and the text's perplexity. One forward pass."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.engine.requests import Score
from models.engine.steps import ScoreStep
from models.text import sampling, tokenizer
from models.text.net import Net, forward, new_cache

ALTERNATIVES = 5


def score(net: Net, request: Score) -> Iterator[ScoreStep]:
    input_ids = np.array(tokenizer.encode(request.text), np.int64)
    n = len(input_ids)
    hidden = forward(net, input_ids[None], new_cache(net, 1, n))[0]
    logprobs, ranks = np.full(n, np.nan, np.float32), np.zeros(n, np.int64)
    top_ids, top_probs = np.zeros((n, ALTERNATIVES), np.int64), np.zeros((n, ALTERNATIVES), np.float32)
    for i in range(1, n):
        # What stands at place i − 1 tells of place i. One place at a time: all logits together would be 50 MB.
        expected = sampling.log_softmax(net.lm_head(hidden[i - 1 : i])[0])
        logprobs[i] = expected[input_ids[i]]
        ranks[i] = 1 + np.count_nonzero(expected > expected[input_ids[i]])
        top_ids[i] = sampling.top(expected, ALTERNATIVES)
        top_probs[i] = np.exp(expected[top_ids[i]])
    yield ScoreStep(
        passes=1, input_ids=input_ids, logprobs=logprobs, ranks=ranks, top_ids=top_ids, top_probs=top_probs,
        perplexity=float(np.exp(-logprobs[1:].mean(dtype=np.float64))),
    )  # fmt: skip
