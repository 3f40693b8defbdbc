"""CompareCache: the same greedy text with and without a key-value cache, each token timed both ways.

It runs the network itself instead of asking for passes, so that it measures only its own work.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from models.text import tokenizer
from models.text.kinds import CompareCache, CompareCacheStep
from models.text.net import AnyNet, Cache, forward, new_cache


def compare_cache(net: AnyNet, request: CompareCache) -> Iterator[CompareCacheStep]:
    ids = tokenizer.encode(request.prompt)
    kept = new_cache(net, 1, len(ids) + request.max_new_tokens)
    new = ids  # with the cache only these are read: first the prompt, then one token at a time
    for _ in range(request.max_new_tokens):
        token_id, cached = _timed(net, new, kept)
        # Without a cache the whole text is read again. Equal bits in, equal bits out: it gives the same token.
        _, uncached = _timed(net, ids, new_cache(net, 1, len(ids)))
        yield CompareCacheStep(passes=2, token_id=token_id, cached_milliseconds=cached, uncached_milliseconds=uncached)
        if token_id in tokenizer.end_ids:
            return
        ids, new = [*ids, token_id], [token_id]


def _timed(net: AnyNet, ids: list[int], cache: Cache) -> tuple[int, float]:
    """The likeliest next token after what the cache holds and the ids, and the milliseconds it took."""
    start = time.perf_counter()
    hidden = forward(net, np.array([ids]), cache)
    token_id = int(net.lm_head(hidden[0, -1:])[0].argmax())
    return token_id, 1000 * (time.perf_counter() - start)
