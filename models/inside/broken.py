"""Broken: the next token where a part of the network is switched off, moved or swapped, or the text reversed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from models.inside.kinds import Broken, BrokenStep
from models.inside.recorded import Changed
from models.text import tokenizer
from models.text.net import AnyNet, Net, Pass, Watch, forward_together, new_cache, own
from models.text.together import Asking, Logits


def broken(net: AnyNet, request: Broken) -> Asking:
    ids = np.array(tokenizer.encode(request.prompt), np.int64)
    if request.part == "order":
        ids[1:-1] = ids[1:-1][::-1].copy()
    [hidden_states] = forward_together(*changed(own(net), request, ids))
    [logits] = yield Logits(hidden_states[0, -1:])
    yield BrokenStep(passes=1, logits=logits)


def changed(net: Net, request: Broken, ids: np.ndarray) -> tuple[Net, list[Pass]]:
    """The network and the pass with the part broken."""
    part, layer, heads = request.part, request.layer, net.config.num_attention_heads
    where = range(len(net.layers)) if request.everywhere else [layer]
    off = {"head": [request.head], "attention": range(heads)}.get(part, [])
    layers = list(net.layers)
    if part == "layer":
        del layers[layer]
    elif part == "swap":
        layers[layer], layers[request.other] = layers[request.other], layers[layer]
    elif part == "mlp":
        for i in where:
            layers[i] = replace(layers[i], down_proj=Changed(layers[i].down_proj, np.zeros_like))
    elif part in ("queries", "keys", "values"):
        for i in where:
            layers[i] = replace(layers[i], qkv_proj=Changed(layers[i].qkv_proj, _change(net, part)))
    other = replace(net, layers=tuple(layers), config=replace(net.config, num_hidden_layers=len(layers)))
    watch = Watch(frozenset((i, head) for i in where for head in off))
    return other, [Pass(ids[None], new_cache(other, 1, len(ids)), watch, stride=int(part != "positions"))]


def _change(net: Net, part: str) -> Callable[[np.ndarray], np.ndarray]:
    """What is done to the (n, rows) of queries, keys and values that lie side by side."""
    dim, heads, kv_heads = net.config.head_dim, net.config.num_attention_heads, net.config.num_key_value_heads
    ends = np.cumsum([0, heads * dim, kv_heads * dim, kv_heads * dim]).tolist()
    first, last = dict(zip(("queries", "keys", "values"), zip(ends, ends[1:], strict=False), strict=True))[part]

    def change(qkv: np.ndarray) -> np.ndarray:
        qkv[:, first:last] = 0 if part == "queries" else np.roll(qkv[:, first:last], 1, axis=0)
        return qkv

    return change
