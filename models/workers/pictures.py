"""Text to image and the VAEs in one process: they share the codec, the classifier and diffusers.

To import diffusers takes seconds and 200 MB, more than all their weights together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from models.diffusion import infer as diffusion
from models.diffusion.batch import Predict
from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.vae import infer as vae
from models.workers.of_family import runs_of

MAX_THREADS = 4  # the pictures are small: more threads would wait for each other


@dataclass(frozen=True)
class Model:
    diffusion: diffusion.Model
    vae: vae.Model


def load(progress: Callable[..., None]) -> Model:
    torch.set_num_threads(min(MAX_THREADS, torch.get_num_threads()))
    loaded = diffusion.load(progress)
    return Model(loaded, vae.load(loaded.pipe.vae, loaded.sha256, loaded.classifier))


MODULES = {"diffusion": diffusion, "vae": vae}
RUNS = runs_of(MODULES)


def describe(model: Model, request: Request | None = None) -> ModelInfo:
    family = request.family if request is not None else "diffusion"
    return MODULES[family].describe(getattr(model, family), request)


def together(model: Model, asks: Sequence[Predict]) -> list[torch.Tensor]:
    return diffusion.together(model.diffusion, asks)
