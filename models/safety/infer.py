"""Runs of Safety, in the text model's process."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.safety import orders, watermark
from models.safety.kinds import (
    ANSWER_TOKENS,
    Hidden,
    HiddenStep,
    Labelled,
    Mark,
    MarkStep,
    Obey,
    ObeyStep,
    middle_layer,
)
from models.safety.sentences import SENTENCES
from models.text import sampling, tokenizer
from models.text.net import AnyNet, Pass, Watch, new_cache
from models.text.together import Asking, Logits


def mark(net: AnyNet, request: Mark) -> Asking:
    ids = tokenizer.chat(request.prompt)
    cache = new_cache(net, 1, len(ids) + request.max_new_tokens)
    rng = np.random.default_rng(request.seed)
    unread, finish, written = ids, None, 0
    while finish is None:
        [hidden_states] = yield Pass(np.array([unread]), cache)
        [logits] = yield Logits(hidden_states[-1:])
        probs = watermark.next_probs(logits, ids, request.scheme, request.strength, request.temperature, request.key)
        token_id = int(sampling.draw(probs, 1, rng)[0])
        ids, unread, written = [*ids, token_id], [token_id], written + 1
        finish = (
            "end token" if token_id in tokenizer.end_ids else "length" if written == request.max_new_tokens else None
        )
        logprob = float(sampling.log_softmax(logits)[token_id])
        yield MarkStep(passes=1, token_id=token_id, logprob=logprob, finish=finish)


def obey(net: AnyNet, request: Obey) -> Asking:
    unread = tokenizer.encode_chat(orders.chat_text(request.text, request.defence))
    cache = new_cache(net, 1, len(unread) + ANSWER_TOKENS)
    written: list[int] = []
    passes = 0
    while len(written) < ANSWER_TOKENS:
        [hidden_states] = yield Pass(np.array([unread]), cache)
        [logits] = yield Logits(hidden_states[-1:])
        passes += 1
        unread = [int(logits.argmax())]
        if unread[0] in tokenizer.end_ids:
            break
        written += unread
    yield ObeyStep(passes=passes, output_ids=np.array(written, np.int64))


def hidden(net: AnyNet, texts: Sequence[str]) -> Asking:
    """A text of one token has no other token: its own state then."""
    states = []
    for text in texts:
        ids = tokenizer.encode(text)
        watch = Watch()
        yield Pass(np.array([ids]), new_cache(net, 1, len(ids)), watch)
        rows = watch.hidden_states[middle_layer()]
        states.append((rows[1:] if len(rows) > 1 else rows).mean(0))
    yield HiddenStep(passes=len(texts), states=np.array(states, np.float32))


RUNS = {
    Mark: mark,
    Obey: obey,
    Hidden: lambda net, request: hidden(net, [request.text]),
    Labelled: lambda net, request: hidden(net, [sentence.text for sentence in SENTENCES]),
}
