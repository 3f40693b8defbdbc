"""Write: greedy and sampled texts, token by token. Beams are in beam.py."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from models.engine.requests import Write
from models.engine.steps import WriteStep
from models.text import sampling, tokenizer
from models.text.net import Net, forward, new_cache

TOP = 20  # alternatives kept at each step


def prompt_ids(request: Write) -> list[int]:
    return tokenizer.chat(request.prompt) if request.chat else tokenizer.encode(request.prompt)


def write(net: Net, request: Write) -> Iterator[WriteStep]:
    ids = prompt_ids(request)
    cache = new_cache(net, 1, len(ids) + request.max_new_tokens)
    rng = np.random.default_rng(request.seed)
    written: list[int] = []
    unread = ids
    finish = None
    while finish is None:
        start = time.perf_counter()
        logits = net.lm_head(forward(net, np.array([unread]), cache)[0, -1:])[0]
        token_id, filtered_prob = choose(logits, [*ids, *written], request, rng)
        written.append(token_id)
        finish = finished(written, request)
        unread = [token_id]
        yield WriteStep(
            passes=1,
            token_id=token_id,
            filtered_prob=filtered_prob,
            **own_distribution(logits, token_id),
            milliseconds=1000 * (time.perf_counter() - start),
            finish=finish,
            output_ids=np.array(written) if finish else None,
        )


def choose(logits: np.ndarray, ids: list[int], request: Write, rng: np.random.Generator) -> tuple[int, float]:
    """The next token and its probability after penalty, temperature and filters, in transformers' order."""
    logits = sampling.repetition_penalty(logits, ids, request.repetition_penalty)
    if request.method == "greedy":
        return int(logits.argmax()), 1.0
    probs = sampling.probs(logits, request.temperature, request.top_k, request.top_p, request.min_p)
    token_id = int(sampling.draw(probs, 1, rng)[0])
    return token_id, float(probs[token_id])


def finished(written: list[int], request: Write) -> str | None:
    """Why writing ends with these new tokens, or None. The end token and the stop text belong to the text."""
    if written[-1] in tokenizer.end_ids:
        return "end token"
    if request.stop and request.stop.encode() in b"".join(map(tokenizer.piece_bytes, written)):
        return "stop text"
    return "length" if len(written) == request.max_new_tokens else None


def own_distribution(logits: np.ndarray, token_id: int) -> dict[str, object]:
    """What the model itself gave here, before any penalty or filter: fields of a WriteStep."""
    logprobs = sampling.log_softmax(logits)
    probs = np.exp(logprobs)
    top_ids = sampling.top(probs, TOP)
    return {
        "logprob": float(logprobs[token_id]),
        "top_ids": top_ids,
        "top_probs": probs[top_ids].astype(np.float32),
        "entropy_bits": sampling.entropy_bits(probs),
    }
