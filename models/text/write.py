"""Write: greedy and sampled texts, token by token. Beams are in beam.py."""

from __future__ import annotations

import time
from collections import deque

import numpy as np

from models.text import sampling, tokenizer
from models.text.kinds import Write, WriteStep
from models.text.net import AnyNet, Pass, new_cache
from models.text.together import Asking, Logits

TOP = 20  # alternatives kept at each step


def prompt_ids(request: Write) -> list[int]:
    return tokenizer.chat(request.prompt) if request.chat else tokenizer.encode(request.prompt)


def write(net: AnyNet, request: Write) -> Asking:
    ids = prompt_ids(request)
    cache = new_cache(net, 1, len(ids) + request.max_new_tokens)
    rng = np.random.default_rng(request.seed)
    written: list[int] = []
    # The first pass reads the prompt and the given tokens but the last: its last states score each given token.
    unread, judging = [*ids, *request.forced_ids[:-1]], len(ids) - 1
    states: deque[np.ndarray] = deque()
    finish = None
    while finish is None:
        start = time.perf_counter()
        passes = 0
        if not states:
            hidden_states = yield Pass(np.array([unread]), cache)
            states.extend(hidden_states[0, judging:])
            judging, passes = 0, 1
        [logits] = yield Logits(states.popleft()[None])
        given = request.forced_ids[len(written)] if len(written) < len(request.forced_ids) else None
        token_id, filtered_prob = choose(logits, [*ids, *written], request, rng, given)
        written.append(token_id)
        finish = finished(written, request)
        unread = [token_id]
        yield WriteStep(
            passes=passes,
            token_id=token_id,
            filtered_prob=filtered_prob,
            **own_distribution(logits, token_id),
            milliseconds=1000 * (time.perf_counter() - start),
            finish=finish,
            output_ids=np.array(written) if finish else None,
        )


def choose(
    logits: np.ndarray, ids: list[int], request: Write, rng: np.random.Generator, given: int | None = None
) -> tuple[int, float]:
    """The next token, or the one that is given, and its probability after penalty, temperature and filters, in
    transformers' order."""
    logits = sampling.repetition_penalty(logits, ids, request.repetition_penalty)
    if request.method == "greedy":
        likeliest = int(logits.argmax())
        return (likeliest, 1.0) if given is None else (given, float(given == likeliest))
    probs = sampling.probs(logits, request.temperature, request.top_k, request.top_p, request.min_p)
    # A given token uses up its random number, so that every later position gets the one it would have had without it.
    drawn = int(sampling.draw(probs, 1, rng)[0])
    token_id = drawn if given is None else given
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
