"""Text to image and the VAEs, for the engine, in one process: they share the codec, the judge and diffusers.

To import diffusers takes seconds and 200 MB, more than all their weights together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch

from models.diffusion import few_steps
from models.diffusion import infer as diffusion
from models.diffusion import samples as diffusion_samples
from models.diffusion.batch import Predict
from models.engine.families import ModelInfo
from models.engine.image_requests import FewSteps, TextToImage
from models.engine.requests import Request
from models.engine.samples import DiffusionSamples
from models.engine.steps import Step
from models.vae import infer as vae

MAX_THREADS = 4  # the pictures are small: more threads would wait for each other


@dataclass(frozen=True)
class Model:
    diffusion: diffusion.Model
    vae: vae.Model


def load(progress: Callable[..., None]) -> Model:
    torch.set_num_threads(min(MAX_THREADS, torch.get_num_threads()))
    loaded = diffusion.load(progress)
    return Model(loaded, vae.load(loaded.pipe.vae, loaded.sha256, loaded.judge))


def describe(model: Model, request: Request | None = None) -> ModelInfo:
    if request is not None and request.family == "vae":
        return vae.describe(model.vae, request)
    return diffusion.describe(model.diffusion, request)


def run(model: Model, request: Request) -> Iterator[Step]:
    if request.family == "vae":
        return vae.run(model.vae, request)
    if isinstance(request, FewSteps):
        return few_steps.draw(model.diffusion, request)
    if isinstance(request, DiffusionSamples):
        return diffusion_samples.samples(model.diffusion, request)
    return diffusion.run(model.diffusion, request)


def begin(model: Model, request: Request) -> Iterator[Step | Predict]:
    """As run, but pictures from text ask for their predictions, which `together` makes for several at once."""
    return diffusion.denoise(model.diffusion, request) if isinstance(request, TextToImage) else run(model, request)


def together(model: Model, asks: Sequence[Predict]) -> list[torch.Tensor]:
    return model.diffusion.together(asks)
