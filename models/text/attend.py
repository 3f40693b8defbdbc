"""Attend: every layer's and head's attention, and what each depth would write next (the logit lens)."""

from __future__ import annotations

import numpy as np

from models.text import sampling, tokenizer
from models.text.kinds import Attend, AttendStep
from models.text.net import AnyNet, Pass, Watch, final_norm, new_cache
from models.text.together import Asking, Logits

LENS = 10  # tokens kept at each depth


def attend(net: AnyNet, request: Attend) -> Asking:
    input_ids = np.array(tokenizer.encode(request.prompt), np.int64)
    watch = Watch(frozenset(request.ablated_heads))
    yield Pass(input_ids[None], new_cache(net, 1, len(input_ids)), watch)
    # The lens reads every depth as if it were the last: the final norm, then the output layer (nostalgebraist 2020).
    last = np.stack([x[-1] for x in watch.hidden_states])
    logits = yield Logits(final_norm(net, last))
    probs = [sampling.softmax(depth) for depth in logits]
    lens_ids = np.stack([sampling.top(p, LENS) for p in probs])
    final = lens_ids[-1, 0]
    yield AttendStep(
        passes=1,
        input_ids=input_ids,
        attentions=np.stack(watch.attentions),
        logits=logits[-1],
        lens_ids=lens_ids,
        lens_probs=np.stack([p[ids] for p, ids in zip(probs, lens_ids, strict=True)]).astype(np.float32),
        lens_final_prob=np.array([p[final] for p in probs], np.float32),
    )
