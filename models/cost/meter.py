"""Meter: a text is written token by token; each is measured.

It runs the network itself instead of asking for passes, so that it measures only its own work.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from models.cost import energy
from models.cost.kinds import TEMPERATURE, TOP_P, MachineStep, Meter, MeterStep
from models.engine.steps import Step
from models.text import sampling, tokenizer
from models.text.net import AnyNet, Net, forward, new_cache


def meter(net: AnyNet, request: Meter) -> Iterator[Step]:
    ids = tokenizer.encode(request.prompt)
    cache = new_cache(net, 1, len(ids) + request.max_new_tokens)
    counters = energy.counters()
    yield MachineStep(
        passes=0,
        input_ids=np.array(ids),
        processor=processor(),
        cores=os.cpu_count() or 1,
        counted=len(counters),
        weight_bytes=weight_bytes(net),
        cache_bytes=cache.nbytes,
        peak_bytes=1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    )
    rng, unread = np.random.default_rng(request.seed), ids
    for _ in range(request.max_new_tokens):
        before = tuple(counter.read() for counter in counters)
        start, worked = time.perf_counter(), time.process_time()
        hidden = forward(net, np.array([unread]), cache)
        logits = net.lm_head(hidden[0, -1:])[0]
        token_id = int(sampling.draw(sampling.probs(logits, TEMPERATURE, 0, TOP_P, 0), 1, rng)[0])
        seconds, worked = time.perf_counter() - start, time.process_time() - worked
        after = tuple(counter.read() for counter in counters)
        yield MeterStep(
            passes=1,
            token_id=token_id,
            milliseconds=1000 * seconds,
            processor_milliseconds=1000 * worked,
            joules=energy.joules(counters, before, after),
        )
        if token_id in tokenizer.end_ids:
            return
        unread = [token_id]


def weight_bytes(net: AnyNet) -> int:
    """Each array once: the output matrix of SmolLM2 is the embeddings again."""
    if not isinstance(net, Net):
        return net.weight_bytes
    parts: list[Any] = [net.embed_tokens, net.lm_head, net.norm]
    for layer in net.layers:
        parts.extend(vars(layer).values())
    # By their addresses: two arrays may be views of the same numbers.
    arrays = {array.ctypes.data: array.nbytes for part in parts for array in _arrays(part)}
    return sum(arrays.values())


def _arrays(part: Any) -> list[np.ndarray]:
    return [part] if isinstance(part, np.ndarray) else [a for a in vars(part).values() if isinstance(a, np.ndarray)]


def processor(file: Path = Path("/proc/cpuinfo")) -> str:
    """What the processor calls itself; "" where the system does not say."""
    if not file.exists():
        return ""
    named = (line.split(":", 1)[1].strip() for line in file.read_text().splitlines() if line.startswith("model name"))
    return next(named, "")
