"""What the two prompts of a pair are continued with, and how far their answers are apart."""

from __future__ import annotations

from typing import Any

import numpy as np

from models.control.kinds import HeadMap, PairStep, Patch
from models.text import sampling, tokenizer
from models.text.attention import Cache
from models.text.net import AnyNet, Pass, new_cache
from models.text.together import Asking, Logits


def read(net: AnyNet, request: Patch | HeadMap, states: list[np.ndarray]) -> Asking:
    """Yields the PairStep; returns it, and the cache of the corrupt run. The clean run's residual stream after each
    depth, (n, width), is appended to `states`."""
    clean, corrupt = (np.array(tokenizer.encode(text), np.int64) for text in (request.clean, request.corrupt))

    def keep(_depth: int, x: np.ndarray) -> None:
        states.append(x.copy())

    cache = new_cache(net, 1, len(corrupt))
    last = [
        (yield Pass(clean[None], new_cache(net, 1, len(clean)), edit=keep))[0, -1],
        (yield Pass(corrupt[None], cache))[0, -1],
    ]
    logits = yield Logits(np.stack(last))
    answers = logits.argmax(-1)
    step = PairStep(
        passes=2,
        clean_ids=clean,
        corrupt_ids=corrupt,
        answers=answers,
        probs=np.stack([sampling.softmax(row)[answers] for row in logits]).astype(np.float32),
        differences=difference(logits, answers),
    )
    yield step
    return step, cache


def difference(logits: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """(n, vocab_size) → (n,) float32, nats: the first answer's logit above the second's."""
    apart: np.ndarray = logits[:, answers[0]] - logits[:, answers[1]]
    return apart


def rest(cache: Cache, ids: np.ndarray, begin: int, **changes: Any) -> Asking:
    """The last state of a text whose first `begin` tokens are in the cache. What the cache holds beyond is overwritten,
    so texts that share a beginning go through it from the longest beginning to the shortest."""
    cache.length = begin
    return (yield Pass(ids[None, begin:], cache, **changes))[0, -1]
