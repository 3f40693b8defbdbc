"""The GAN family, for the engine: a picture, a walk in w, or two styles mixed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from models.avatars.dataset import reduce, sample
from models.avatars.tensors import psnr, to_float, to_uint8
from models.classifier import sampled
from models.classifier.infer import reading
from models.classifier.net import Classifier, load_classifier
from models.engine.families import ModelInfo
from models.engine.image_requests import Enlarge, Gan, open_picture
from models.engine.image_steps import EnlargeStep, PictureStep
from models.engine.requests import N_, Request
from models.engine.samples import GanSamples, RealSamples, SampleStep
from models.engine.steps import Step
from models.gan.net import WEIGHTS, Critic, Generator, load_gan
from models.superres.net import WEIGHTS as SUPERRES
from models.superres.net import SuperResolution, enlarge, load_superres
from models.toys import gan, vae
from models.toys.kinds import FlowToy, GanToy, VaeToy
from models.weights import shipped
from models.weights.download import StoreError


@dataclass(frozen=True)
class Model:
    generator: Generator | None  # None, and the critic too, until their weights ship: the toys need none
    critic: Critic | None
    real_logits: np.ndarray | None  # (64,) float32, the critic's of held-out pictures, one at a time as in `walk`
    judge: Classifier
    superres: SuperResolution
    sha256: str
    superres_sha256: str


def load(progress: Callable[..., None]) -> Model:
    progress(N_("Loading the model."))
    torch.set_num_threads(1)  # the toys' networks are so small that a second thread makes them slower
    for _ in gan.train_gan(GanToy(turns="1DG")):
        pass  # torch imports what its optimisers need only now, for a second
    there = (WEIGHTS / "sha256.json").exists()
    generator, critic = load_gan() if there else (None, None)
    sha256 = shipped.verify(WEIGHTS) if there else ""
    real_logits = logits_of_real(critic) if critic is not None else None
    return Model(generator, critic, real_logits, load_classifier(), load_superres(), sha256, shipped.verify(SUPERRES))


@torch.no_grad()
def logits_of_real(critic: Critic, n: int = 64) -> np.ndarray:
    return np.array([critic(x[None]).item() for x in to_float(reduce(sample()[0][:n]))], np.float32)


def preferred(logit: float, real_logits: np.ndarray) -> float:
    """The relativistic critic gives only this: how likely a picture is more real than another one; here the mean."""
    return float((1 / (1 + np.exp(real_logits.astype(float) - logit))).mean())


def describe(model: Model, request: Request | None = None) -> ModelInfo:
    match request:
        case GanToy() | VaeToy() | FlowToy():
            return ModelInfo(name=N_("no pretrained weights: trained in this run"), sha256="", arithmetic="fp32")
        case Enlarge():
            return ModelInfo(name="Avatars super-resolution", sha256=model.superres_sha256, arithmetic="fp32")
        case RealSamples():
            return ModelInfo(name=N_("no generator: pictures of the shipped sample"), sha256="", arithmetic="fp32")
    return ModelInfo(name="Avatars GAN", sha256=model.sha256, arithmetic="fp32")


def run(model: Model, request: Request) -> Iterator[Step]:
    match request:
        case Gan() | GanSamples() if model.generator is None:
            raise StoreError(
                N_("The weights of the picture GAN are not here yet. The toys on points work without them.")
            )
        case Enlarge():
            return enlarged(model, request)
        case Gan():
            return walk(model, request)
        case GanSamples():
            return samples(model, request)
        case RealSamples():
            return sampled.real(model.judge, request)
        case GanToy():
            return gan.train_gan(request)
        case VaeToy():
            return vae.train_vae(request)
        case FlowToy():
            return vae.train_flow(request)
    raise TypeError(f"The GAN family does not run {type(request).__name__} requests.")


def enlarged(model: Model, request: Enlarge) -> Iterator[Step]:
    opened = open_picture(request.picture)
    original = reduce((sample()[0][opened] if isinstance(opened, int) else opened)[None])
    small = reduce(original, 4)
    plain, ours = enlarge(None, small), enlarge(model.superres, small)
    yield EnlargeStep(
        passes=1,
        original=original[0],
        small=small[0],
        bicubic=plain[0],
        enlarged=ours[0],
        bicubic_psnr=psnr(original, plain),
        enlarged_psnr=psnr(original, ours),
    )


@torch.no_grad()
def walk(model: Model, request: Gan) -> Iterator[Step]:
    generator = model.generator
    first, second = (style(generator, seed, request.truncation_psi) for seed in (request.seed, request.second_seed))
    for position in np.linspace(0, 1, request.frames) if request.frames > 1 else (0.0,):
        w = ((1 - position) * first + position * second)[:, None].repeat(1, len(generator.layers), 1)
        w[:, request.mix_from_layer :] = second[:, None]
        x = generator.synthesize(w.float())
        picture = to_uint8(x)[0]
        values, probs = reading(model.judge, picture)
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

    return sampled.each(model.judge, request.seed, request.count, draw, passes=1)


def style(generator: Generator, seed: int, truncation_psi: float) -> torch.Tensor:
    z = torch.randn(1, generator.z, generator=torch.Generator().manual_seed(seed))
    return generator.truncate(generator.map(z), truncation_psi)
