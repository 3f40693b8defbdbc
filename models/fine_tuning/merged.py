"""The net with the update added to its weights, for writing: W + strength · SCALE · B·A, one matrix as before."""

from __future__ import annotations

import dataclasses

import numpy as np
import torch
from torch.nn import functional as F

from models.fine_tuning.layers import Frozen, Pair, forward, norm, states_entering
from models.fine_tuning.lora import Top, Update
from models.fine_tuning.matrices import SCALE
from models.text import tokenizer
from models.text.net import Layer, Net
from models.text.weights import Dense


def merged(net: Net, top: Top, update: Update, strength: float) -> Net:
    """At strength 0 it is the net itself, bit for bit."""
    if strength == 0:
        return net
    below, last = net.layers[: -len(top.layers)], net.layers[-len(top.layers) :]
    changed = (_layer(*of, strength) for of in zip(last, top.layers, update, strict=True))
    return dataclasses.replace(net, layers=(*below, *changed))


def _layer(layer: Layer, frozen: Frozen, update: dict[str, Pair], strength: float) -> Layer:
    @torch.no_grad()
    def matrix(*names: str) -> Dense:
        pairs = [update[name] for name in names]
        changes = [strength * SCALE * (b @ a) for a, b in pairs]
        return Dense(*((frozen.weights[name] + change).numpy() for name, change in zip(names, changes, strict=True)))

    return dataclasses.replace(
        layer,
        qkv_proj=matrix("q_proj", "k_proj", "v_proj"),
        o_proj=matrix("o_proj"),
        gate_up_proj=matrix("gate_proj", "up_proj"),
        down_proj=matrix("down_proj"),
    )


@torch.no_grad()
def merged_error(net: Net, top: Top, update: Update) -> float:
    """The largest difference of a logit, after each token of a short text, between the merged layers and the same with
    the update beside their matrices."""
    ids = np.array(tokenizer.chat("Who are you?"))
    [states] = states_entering(net, net.config.num_hidden_layers - len(top.layers), [ids])
    beside, whole = states[None], states[None]
    for layer, of in zip(top.layers, update, strict=True):
        beside = forward(layer, beside, of)
        sums = {name: weight + SCALE * of[name][1] @ of[name][0] for name, weight in layer.weights.items()}
        whole = forward(dataclasses.replace(layer, weights=sums), whole)
    logits = (F.linear(norm(net.config, x, top.norm), top.output) for x in (beside, whole))
    return float((next(logits) - next(logits)).abs().max())
