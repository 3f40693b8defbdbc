"""NextToken: one forward pass, and the logits of every token for the place after the prompt."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.engine.requests import NextToken
from models.engine.steps import NextTokenStep
from models.text import tokenizer
from models.text.net import Net, forward, new_cache


def next_token(net: Net, request: NextToken) -> Iterator[NextTokenStep]:
    input_ids = np.array(tokenizer.encode(request.prompt), np.int64)
    hidden = forward(net, input_ids[None], new_cache(net, 1, len(input_ids)))
    yield NextTokenStep(passes=1, input_ids=input_ids, logits=net.lm_head(hidden[0, -1:])[0])
