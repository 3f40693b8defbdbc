"""What the two prompts of a pair are continued with, and how far their answers are apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.control import trunk
from models.control.kinds import HeadMap, PairStep, Patch
from models.text import sampling, tokenizer
from models.text.attention import Cache
from models.text.net import AnyNet, new_cache
from models.text.together import Asking, Logits


@dataclass(frozen=True)
class Read:
    """A prompt that was gone through with nothing changed."""

    hidden_states: np.ndarray  # (1, n, width)
    states: trunk.States  # of every depth, each (n, width)
    cache: Cache


def read(net: AnyNet, request: Patch | HeadMap) -> Asking:
    """Yields the PairStep; returns it, and the clean and the corrupt prompt as they were Read."""
    clean, corrupt = (np.array(tokenizer.encode(text), np.int64) for text in (request.clean, request.corrupt))
    both = []
    for ids in (clean, corrupt):
        cache = new_cache(net, 1, len(ids))
        both.append(Read(*(yield from trunk.read(net, ids[None], range(len(net.layers) + 1), cache)), cache))
    logits = yield Logits(np.concatenate([one.hidden_states[:, -1] for one in both]))
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
    return step, *both


def difference(logits: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """(n, vocab_size) → (n,) float32, nats: the first answer's logit above the second's."""
    apart: np.ndarray = logits[:, answers[0]] - logits[:, answers[1]]
    return apart
