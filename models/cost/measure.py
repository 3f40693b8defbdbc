"""Makes measured.json, which pages read: `OPENBLAS_NUM_THREADS=1 python -m models.cost.measure [part …]`.
Five minutes of processor time.

recipe.md says what came out.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import numba
import numpy as np

from models.cost.arithmetic import matrix_numbers
from models.cost.measured import FILE
from models.cost.meter import processor
from models.cost.rounding import FORMATS, bits_of, rounded
from models.cost.sentences import SENTENCES
from models.text import infer, sampling, tokenizer
from models.text.architecture import SMOLLM2
from models.text.net import Net, forward, new_cache
from models.text.weights import Dense

REPEATS, WARM = 8, 2
BLOCK_TOKENS, PAST = 12, 32  # of a decoding that is timed, after so many tokens


def decoding(net: Net, texts: int) -> list[float]:
    """Processor milliseconds a token of each repeat: texts in step, BLOCK_TOKENS after PAST ones. On one thread: what
    threads burn while they wait for each other depends on what else the machine does."""
    numba.set_num_threads(1)
    ids = np.tile(np.array(tokenizer.encode(" ".join(SENTENCES)))[:PAST], (texts, 1))
    cache, times = new_cache(net, texts, PAST + BLOCK_TOKENS), []
    forward(net, ids, cache)
    for _ in range(WARM + REPEATS):
        cache.length, started = PAST, time.process_time()
        for _token in range(BLOCK_TOKENS):
            net.lm_head(forward(net, ids[:, :1], cache)[:, -1])
        times.append(1000 * (time.process_time() - started) / (texts * BLOCK_TOKENS))
    return [round(t, 3) for t in times[WARM:]]


def in_full(net: Net, name: str = "fp32") -> Net:
    """The same network with its matrices in fp32, rounded to a format first."""
    embeddings = Dense(rounded(net.embed_tokens.dense(), name))
    layers = tuple(
        dataclasses.replace(
            layer,
            **{
                part: Dense(rounded(getattr(layer, part).dense(), name))
                for part in ("qkv_proj", "o_proj", "gate_up_proj", "down_proj")
            },
        )
        for layer in net.layers
    )
    return dataclasses.replace(net, embed_tokens=embeddings, lm_head=embeddings, layers=layers)


def logprobs(net: Net) -> list[np.ndarray]:
    """Of every token after every place of each sentence: (n, vocabulary) natural logs."""
    found = []
    for text in SENTENCES:
        ids = np.array([tokenizer.encode(text)])
        hidden = forward(net, ids, new_cache(net, 1, ids.size))[0]
        found.append(sampling.log_softmax(net.lm_head(hidden)))
    return found


def coarser(net: Net) -> dict[str, dict[str, Any]]:
    exact, rows = logprobs(in_full(net)), {}
    numbers = matrix_numbers(SMOLLM2)
    for name in FORMATS:
        given = logprobs(in_full(net, name))
        kl, agreed, nats = [], 0, []
        for text, p, q in zip(SENTENCES, exact, given, strict=True):
            kl.extend((np.exp(p) * (p - q)).sum(-1) / np.log(2))
            agreed += int((p.argmax(-1) == q.argmax(-1)).sum())
            ids = tokenizer.encode(text)
            nats.extend(-q[np.arange(len(ids) - 1), ids[1:]])
        rows[name] = {
            "bits": bits_of(name),
            "nbytes": round(numbers * bits_of(name) / 8),
            "kl_bits": [float(f"{max(x, 0.0):.4g}") for x in kl],
            "agreed": agreed,
            "nats": [float(f"{x:.5g}") for x in nats],
        }
    return rows


def counting() -> ModuleType:
    """Imported when it is needed: torch's threads would spin while others are timed."""
    return importlib.import_module("models.cost.counting")


def main(names: Sequence[str]) -> None:
    """Measures these parts again, or all."""
    net = infer.load(lambda template, **values: None)
    parts: dict[str, Callable[[], Any]] = {
        "machine": processor,
        "together": lambda: {str(texts): decoding(net, texts) for texts in (1, 2, 4, 8, 16)},
        "arithmetic": lambda: {"blocks": decoding(net, 1), "fp32": decoding(in_full(net), 1)},
        "rounded": lambda: coarser(net),
        "text_passes": lambda: counting().text_passes(),
        "networks": lambda: counting().networks(),
    }
    content = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    content |= {name: parts[name]() for name in names or parts}
    FILE.write_text(json.dumps(content) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
