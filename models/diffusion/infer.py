"""Runs of the diffusion model and its student: the weights loaded, described, and what answers each request."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from diffusers import StableDiffusionPipeline

from models.classifier.net import load_classifier
from models.diffusion import few_steps
from models.diffusion.batch import Predict, Together, examples, one_batch
from models.diffusion.denoise import add_noise, denoise
from models.diffusion.kinds import AddNoise, Denoise, DiffusionSamples, FewSteps, OpenDenoiser, TextToImage
from models.diffusion.model import Model
from models.diffusion.net import PIPELINE, load_pipeline
from models.diffusion.opened import open_denoiser
from models.diffusion.packed import pack
from models.diffusion.samples import samples
from models.diffusion.student import load_shipped
from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.translation import N_
from models.weights import shipped


def load(progress: Callable[..., None]) -> Model:
    progress(N_("Loading the model."))
    pipe = load_pipeline()
    student, student_sha256 = load_shipped(pipe.unet)  # before the teacher's weights are laid out
    lay_out(pipe)
    return Model(pipe, load_classifier(), shipped.verify(PIPELINE), Together(pipe.unet), student, student_sha256)


@torch.no_grad()
def lay_out(pipe: StableDiffusionPipeline) -> None:
    """The network for one guided picture and the decoder for one picture, the two that a visitor waits for."""
    [ask] = examples(pipe.unet, 1)
    pack(pipe.unet, lambda: one_batch(pipe.unet, [ask])[0])
    pack(pipe.vae.decoder, lambda: pipe.vae.decode(ask.inputs[:1], return_dict=False)[0])


def describe(model: Model, request: Request | None = None) -> ModelInfo:
    if isinstance(request, FewSteps):
        return ModelInfo(name="Avatars few-step student", sha256=model.student_sha256, arithmetic="fp32")
    return ModelInfo(name="Avatars text-to-image", sha256=model.sha256, arithmetic="fp32")


def together(model: Model, asks: Sequence[Predict]) -> list[torch.Tensor]:
    return model.together(asks)


RUNS = {
    TextToImage: denoise,
    Denoise: denoise,
    AddNoise: add_noise,
    OpenDenoiser: open_denoiser,
    FewSteps: few_steps.draw,
    DiffusionSamples: samples,
}
