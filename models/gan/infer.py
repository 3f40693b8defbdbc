"""Runs of the picture GAN: a picture, a walk in w, or two styles mixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from models.avatars.dataset import reduce, sample
from models.avatars.tensors import to_float, to_uint8
from models.classifier import sample_steps
from models.classifier.infer import reading
from models.classifier.kinds import PictureStep, SampleStep
from models.classifier.net import Classifier
from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.steps import Step
from models.gan.distance import distance
from models.gan.kinds import Gan, GanDistance, GanReadings, GanSamples
from models.gan.net import WEIGHTS, Critic, Generator, load_gan
from models.gan.readings import readings
from models.weights import shipped


@dataclass(frozen=True)
class Model:
    generator: Generator
    critic: Critic
    real_logits: np.ndarray  # (64,) float32, the critic's of held-out pictures, one at a time as in `walk`
    classifier: Classifier
    sha256: str


def load(classifier: Classifier) -> Model:
    """Raises StoreError where the weights are not whole."""
    generator, critic = load_gan()
    return Model(generator, critic, logits_of_real(critic), classifier, shipped.verify(WEIGHTS))


def describe(model: Model, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name="Avatars GAN", sha256=model.sha256, arithmetic="fp32")


@torch.no_grad()
def logits_of_real(critic: Critic, n: int = 64) -> np.ndarray:
    return np.array([critic(x[None]).item() for x in to_float(reduce(sample()[0][:n]))], np.float32)


def preferred(logit: float, real_logits: np.ndarray) -> float:
    """The relativistic critic gives only this: how likely a picture is more real than another one; here the mean."""
    return float((1 / (1 + np.exp(real_logits.astype(float) - logit))).mean())


@torch.no_grad()
def walk(model: Model, request: Gan) -> Iterator[Step]:
    generator = model.generator
    first, second = (style(generator, seed, request.truncation_psi) for seed in (request.seed, request.second_seed))
    for position in np.linspace(0, 1, request.frames) if request.frames > 1 else (0.0,):
        w = ((1 - position) * first + position * second)[:, None].repeat(1, len(generator.layers), 1)
        w[:, request.mix_from_layer :] = second[:, None]
        x = generator.synthesize(w.float())
        picture = to_uint8(x)[0]
        values, probs = reading(model.classifier, picture)
        logit = float(model.critic(x))
        yield PictureStep(
            passes=1,
            picture=picture,
            latents=w[0].float().numpy(),
            read_values=values,
            read_probs=probs,
            position=float(position),
            critic_logit=logit,
            critic_prob=preferred(logit, model.real_logits),
        )


@torch.no_grad()
def picture_of(generator: Generator, seed: int, truncation_psi: float) -> np.ndarray:
    w = style(generator, seed, truncation_psi)[:, None].repeat(1, len(generator.layers), 1)
    return to_uint8(generator.synthesize(w))[0]


def samples(model: Model, request: GanSamples) -> Iterator[SampleStep]:
    def draw(seed: int) -> np.ndarray:
        return picture_of(model.generator, seed, request.truncation_psi)

    return sample_steps.each(model.classifier, request.seed, request.count, draw, passes=1)


def style(generator: Generator, seed: int, truncation_psi: float) -> torch.Tensor:
    z = torch.randn(1, generator.z, generator=torch.Generator().manual_seed(seed))
    return generator.truncate(generator.map(z), truncation_psi)


RUNS = {
    Gan: walk,
    GanSamples: samples,
    GanReadings: lambda model, request: readings(model.generator, model.classifier, request),
    GanDistance: lambda model, request: distance(model.generator, model.classifier, request),
}
