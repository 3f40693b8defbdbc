"""Runs of fine-tuning: the text model in a process of its own, so that no reader or writer waits for a training."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch

from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.steps import Step
from models.fine_tuning import lora
from models.fine_tuning.examples import encode, lines_of
from models.fine_tuning.kinds import STRENGTHS, AdapterStep, FineTune
from models.fine_tuning.layers import states_entering
from models.fine_tuning.measure import measured
from models.fine_tuning.measure_texts import capital_texts, other_text
from models.text import infer as text
from models.text.net import Net


def load(progress: Callable[..., None]) -> Net:
    torch.set_num_threads(1)  # the pages and the text model need the other processors
    return text.load(progress)


def describe(net: Net, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name=net.name, sha256=net.sha256, arithmetic=net.arithmetic)


def fine_tune(net: Net, request: FineTune) -> Iterator[Step]:
    """The model as it was, each update, what was learned, and the model at each strength of it."""
    top = lora.top_of(net, request.layers)
    update = lora.drawn(top, request.rank, request.seed)
    texts = kept(net, request.layers, [other_text()])
    texts += kept(net, request.layers, capital_texts()) if request.capitals else []
    yield measured(net, top, update, request, 0, texts)
    examples = kept(net, request.layers, [encode(line) for line in lines_of(request.examples)])
    yield from lora.train(top, update, examples, request)
    flat = torch.cat([part.detach().ravel() for part in lora.parts(update)]).numpy()
    yield AdapterStep(passes=0, update=flat, learned=flat.size, total=numbers(net, top))
    for strength in STRENGTHS[1:]:
        yield measured(net, top, update, request, strength, texts)


def kept(net: Net, layers: int, texts: list[tuple[list[int], int]]) -> list[lora.Kept]:
    """What enters the last `layers` layers for each text, of which the tokens from a place on are learned or rated. The
    layers below do not change, so neither does this."""
    ids = [np.array(text) for text, _ in texts]
    states = states_entering(net, net.config.num_hidden_layers - layers, ids)
    return [
        lora.Kept(rows[:-1], torch.tensor([lora.IGNORED] * (start - 1) + text[start:]))
        for rows, (text, start) in zip(states, texts, strict=True)
    ]


def numbers(net: Net, top: lora.Top) -> int:
    """Of the whole model; embeddings and output are one matrix."""
    layer = top.layers[0]
    of_layer = sum(w.numel() for w in layer.weights.values()) + layer.input_norm.numel() * 2
    return len(net.layers) * of_layer + top.norm.numel() + top.output.numel()


RUNS = {FineTune: fine_tune}
