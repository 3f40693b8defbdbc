"""Compare: prompts of equal length are read together, and each is read once for all continuations."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.bias.kinds import Compare, CompareStep
from models.text import sampling, tokenizer
from models.text.net import AnyNet, Pass, new_cache
from models.text.together import Asking, Logits

AT_ONCE = 16  # prompts: their logits are 3 MB


def compare(net: AnyNet, request: Compare) -> Asking:
    prompts = [tokenizer.encode(text) for text in request.prompts]
    continuations = [tokenizer.encode_within(text) for text in request.continuations]
    for indices in batches([len(ids) for ids in prompts]):
        logprobs, passes = yield from _compared(net, np.array([prompts[i] for i in indices]), continuations)
        yield CompareStep(passes=passes, indices=np.array(indices), logprobs=logprobs)


def batches(lengths: list[int]) -> Iterator[list[int]]:
    """Indices of at most AT_ONCE prompts of one length, the shortest first."""
    for length in sorted(set(lengths)):
        same = [i for i, n in enumerate(lengths) if n == length]
        yield from (same[start : start + AT_ONCE] for start in range(0, len(same), AT_ONCE))


def _compared(net: AnyNet, input_ids: np.ndarray, continuations: list[list[int]]) -> Asking:
    """Returns ((b, continuations) float32 log-probabilities, passes) of prompts of equal length (b, n)."""
    count, length = input_ids.shape
    cache = new_cache(net, count, length + max(map(len, continuations)))
    hidden_states = yield Pass(input_ids, cache)
    logits = yield Logits(hidden_states[:, -1])
    first = sampling.log_softmax(logits)
    logprobs = np.stack([first[:, ids[0]] for ids in continuations], 1)
    passes = 1
    for column, ids in enumerate(continuations):
        if len(ids) > 1:
            cache.length = length  # the tokens of the continuation before are written over
            hidden_states = yield Pass(np.tile(ids[:-1], (count, 1)), cache)
            passes += 1
            for position, token in enumerate(ids[1:]):
                logits = yield Logits(hidden_states[:, position])
                logprobs[:, column] += sampling.log_softmax(logits)[:, token]
    return logprobs.astype(np.float32), passes


RUNS = {Compare: compare}
