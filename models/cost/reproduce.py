"""The Python that gives the numbers of the cost family: plain transformers, timed, and torch's own counter."""

from __future__ import annotations

from models.cost.kinds import TEMPERATURE, TOP_P, Meter
from models.engine.requests import Request
from models.text.reproduce import load

METER = """\
import time

import numpy as np
from torch.utils.flop_counter import FlopCounterMode
from transformers import TemperatureLogitsWarper, TopPLogitsWarper

warm, top = TemperatureLogitsWarper({temperature}), TopPLogitsWarper({top_p})
rng, past = np.random.default_rng({seed}), None
ids = tokenizer({prompt!r}, return_tensors="pt").input_ids
unread = ids
for _ in range({tokens}):
    start, worked = time.perf_counter(), time.process_time()
    with FlopCounterMode(display=False) as counter:
        out = model(unread, past_key_values=past, use_cache=True, logits_to_keep=1)
    seconds, worked, past = time.perf_counter() - start, time.process_time() - worked, out.past_key_values
    total = top(ids, warm(ids, out.logits[:, -1].double())).softmax(-1)[0].cumsum(0).numpy()
    unread = torch.tensor([[int(np.searchsorted(total, rng.random() * total[-1], side="right"))]])
    ids = torch.cat([ids, unread], 1)
    # Two floating-point operations are one multiply-add. The counter does not see torch's fused attention.
    print(repr(tokenizer.decode(unread[0])), f"{{1000 * seconds:.0f}} ms, {{1000 * worked:.0f}} ms of processor time,",
          f"{{counter.get_total_flops() // 2:,}} multiply-adds")
    if int(unread) in (0, 2):  # the end tokens
        break
"""


def python(request: Request) -> str | None:
    match request:
        case Meter():
            return load() + METER.format(
                temperature=TEMPERATURE,
                top_p=TOP_P,
                seed=request.seed,
                prompt=request.prompt,
                tokens=request.max_new_tokens,
            )
    return None
