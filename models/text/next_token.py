"""NextToken: one forward pass, and the logits of every token for the position after the prompt."""

from __future__ import annotations

import numpy as np

from models.text import tokenizer
from models.text.kinds import NextToken, NextTokenStep
from models.text.net import AnyNet, Pass, new_cache
from models.text.together import Asking, Logits


def next_token(net: AnyNet, request: NextToken) -> Asking:
    input_ids = np.array(tokenizer.encode(request.prompt), np.int64)
    hidden_states = yield Pass(input_ids[None], new_cache(net, 1, len(input_ids)))
    [logits] = yield Logits(hidden_states[0, -1:])
    yield NextTokenStep(passes=1, input_ids=input_ids, logits=logits)
