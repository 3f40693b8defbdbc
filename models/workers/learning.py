"""The networks that learn from nothing in one process, which gives way to the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.few_pictures import infer as few_pictures
from models.history import infer as history
from models.invented_people import infer as invented_people
from models.skewed_flow import infer as skewed_flow
from models.tiny_flow import infer as tiny_flow
from models.tiny_transformer import infer as tiny_transformer
from models.workers.of_family import runs_of

NICE = 5  # a training takes what the pages and the other models leave


@dataclass(frozen=True)
class Model:
    """None of them has weights to keep."""

    tiny_transformer: None = None
    tiny_flow: None = None
    skewed_flow: None = None
    invented_people: None = None
    few_pictures: None = None
    history: None = None


def load(progress: Callable[..., None]) -> Model:
    torch.set_num_threads(1)  # a second thread makes networks of this size no faster
    tiny_transformer.load(progress)
    tiny_flow.load(progress)
    few_pictures.load(progress)
    skewed_flow.load(progress)
    history.load(progress)
    return Model()


MODULES = {
    "tiny_transformer": tiny_transformer,
    "tiny_flow": tiny_flow,
    "skewed_flow": skewed_flow,
    "invented_people": invented_people,
    "few_pictures": few_pictures,
    "history": history,
}
RUNS = runs_of(MODULES)


def describe(model: Model, request: Request | None = None) -> ModelInfo:
    family = request.family if request is not None else "tiny_transformer"
    info: ModelInfo = MODULES[family].describe(None, request)  # type: ignore[attr-defined]
    return info
