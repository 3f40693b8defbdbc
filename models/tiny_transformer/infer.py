"""Runs of the tiny transformer: no weights are loaded, each run trains its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch

from models.engine.errors import NotFinite
from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.translation import N_
from models.tiny_transformer import data, learning, measure, on_heap, opened, writing
from models.tiny_transformer.kinds import (
    CheckpointStep,
    Continue,
    DivergedStep,
    LearnedStep,
    ProgressStep,
    TextStep,
    Train,
    TrainOnHeap,
)
from models.tiny_transformer.learning import Learner


def load(progress: Callable[..., None]) -> None:
    for _ in train(Train(characters=2_000, steps=1)):
        pass  # torch imports what its optimisers need only now, for a second


def describe(model: None, request: Request | None = None) -> ModelInfo:
    if isinstance(request, Continue):
        name = N_("a network out of a file") if request.model else N_("the network of the shipped run")
        return ModelInfo(name=name, sha256="", arithmetic="fp32")
    return ModelInfo(name=N_("no pretrained weights: trained in this run"), sha256="", arithmetic="fp32")


def train(request: Train) -> Iterator[Step]:
    """The same request gives the same bits on the same machine."""
    of = data.of(request)
    learner = learning.start(request, of)
    yield measure.progress(learner)
    yield measure.text(request, of)
    yield measure.checkpoint(learner)
    try:
        yield from _updates(learner)
    except NotFinite:
        yield DivergedStep(passes=1, number=learner.number)
    else:
        yield _learned(learner)


def train_on_heap(request: TrainOnHeap) -> Iterator[Step]:
    """As if its documents were a visitor's own text, without what nobody looks at here."""
    for step in train(on_heap.training(request)):
        if isinstance(step, (ProgressStep, TextStep, CheckpointStep, DivergedStep)):
            yield step


def _updates(learner: Learner) -> Iterator[Step]:
    """Raises NotFinite if a loss is no number any more."""
    measured, checkpoints = set(learner.request.measured_at()), set(learner.request.checkpoints())
    while learner.number < learner.request.steps:
        if learner.number + 1 in checkpoints:
            yield opened.update(learner)
        else:
            learner.update()
        if learner.number in measured:
            yield measure.progress(learner)
        if learner.number in checkpoints:
            yield measure.checkpoint(learner)


def _learned(learner: Learner) -> LearnedStep:
    weights = torch.cat([weight.detach().flatten() for weight in learner.weights.values()]).numpy()
    half = weights.astype(np.float16)
    kept = half if np.isfinite(half).all() else weights  # too large for half precision: a run that nearly diverged
    return LearnedStep(passes=0, weights=kept, tokenizer=learner.data.pieces.json)


RUNS = {
    Train: lambda model, request: train(request),
    TrainOnHeap: lambda model, request: train_on_heap(request),
    Continue: lambda model, request: writing.write(request),
}
