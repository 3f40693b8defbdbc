"""Hide: each word out of the sight of all later ones."""

from __future__ import annotations

import numpy as np

from models.control.kinds import Hide, HideStep, SeenStep
from models.text import sampling, tokenizer
from models.text.net import AnyNet, Pass, Watch, new_cache
from models.text.together import Asking, Logits


def hide(net: AnyNet, request: Hide) -> Asking:
    ids = np.array(tokenizer.encode(request.prompt), np.int64)
    cache, watch = new_cache(net, 1, len(ids)), Watch()
    hidden_states = yield Pass(ids[None], cache, watch)
    [logits] = yield Logits(hidden_states[0, -1:])
    answer = int(logits.argmax())
    yield SeenStep(
        passes=1,
        input_ids=ids,
        answer=answer,
        logprob=float(sampling.log_softmax(logits)[answer]),
        attention=np.stack([shares[:, -1].astype(np.float32).mean(0) for shares in watch.attentions]),
    )
    for position in reversed(range(len(ids) - 1)):
        # The later tokens go on after those before it, at their own positions: its key and value are not there.
        cache.length = position
        hidden_states = yield Pass(ids[None, position + 1 :], cache, start=position + 1)
        [logits] = yield Logits(hidden_states[0, -1:])
        logprob = float(sampling.log_softmax(logits)[answer])
        yield HideStep(passes=1, position=position, logprob=logprob, top=int(logits.argmax()))
