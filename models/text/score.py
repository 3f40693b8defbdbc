"""Score: how likely each token of a text was, given those before it, and the text's perplexity. One forward pass."""

from __future__ import annotations

import numpy as np

from models.text import sampling, tokenizer
from models.text.kinds import Score, ScoreStep
from models.text.net import AnyNet, Pass, new_cache
from models.text.together import Asking, Logits

ALTERNATIVES = 5
AT_ONCE = 16  # positions whose logits are held at once: those of a whole text would be 50 MB


def score(net: AnyNet, request: Score) -> Asking:
    input_ids = np.array(tokenizer.encode(request.text), np.int64)
    n = len(input_ids)
    [hidden_states] = yield Pass(input_ids[None], new_cache(net, 1, n))
    logprobs, ranks = np.full(n, np.nan, np.float32), np.zeros(n, np.int64)
    top_ids, top_probs = np.zeros((n, ALTERNATIVES), np.int64), np.zeros((n, ALTERNATIVES), np.float32)
    for start in range(1, n, AT_ONCE):
        # The logits at position i − 1 are about token i.
        logits = yield Logits(hidden_states[start - 1 : min(start + AT_ONCE, n) - 1])
        for i, row in enumerate(logits, start):
            expected = sampling.log_softmax(row)
            logprobs[i] = expected[input_ids[i]]
            ranks[i] = 1 + np.count_nonzero(expected > expected[input_ids[i]])
            top_ids[i] = sampling.top(expected, ALTERNATIVES)
            top_probs[i] = np.exp(expected[top_ids[i]])
    yield ScoreStep(
        passes=1,
        input_ids=input_ids,
        logprobs=logprobs,
        ranks=ranks,
        top_ids=top_ids,
        top_probs=top_probs,
        perplexity=float(np.exp(-logprobs[1:].mean(dtype=np.float64))),
    )
