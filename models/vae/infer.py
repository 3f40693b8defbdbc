"""The VAE family, for the engine: pictures to latents and back, directions added, walks between two pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from diffusers import AutoencoderKL

from models.avatars import shipped
from models.avatars.dataset import reduce, sample
from models.avatars.tensors import to_float, to_uint8
from models.classifier.infer import reading
from models.classifier.net import Classifier
from models.download import StoreError
from models.engine.families import ModelInfo
from models.engine.image_requests import Encode, Interpolate, open_picture
from models.engine.image_steps import EncodeStep, PictureStep
from models.engine.requests import N_, Request
from models.engine.steps import Step
from models.vae import beta


@dataclass(frozen=True)
class Model:
    codec: AutoencoderKL
    face: beta.BetaVAE | None  # None until its weights ship: the codec works alone
    directions: dict[str, torch.Tensor]
    judge: Classifier
    codec_sha256: str
    face_sha256: str


def load(codec: AutoencoderKL, codec_sha256: str, judge: Classifier) -> Model:
    """The β-VAE beside the codec of the text-to-image model, which that one has loaded. Raises StoreError."""
    if not (beta.WEIGHTS / "sha256.json").exists():
        return Model(codec, None, {}, judge, codec_sha256, "")
    return Model(codec, *beta.load_beta(), judge, codec_sha256, shipped.verify(beta.WEIGHTS))


def describe(model: Model, request: Encode | Interpolate) -> ModelInfo:
    if request.model == "codec":
        return ModelInfo(name="Avatars codec", sha256=model.codec_sha256, arithmetic="fp32")
    return ModelInfo(name="Avatars β-VAE", sha256=model.face_sha256, arithmetic="fp32")


def run(model: Model, request: Request) -> Iterator[Step]:
    if request.model == "face" and model.face is None:
        raise StoreError(N_("The weights of the β-VAE are not here yet. Choose the model “codec”."))
    match request:
        case Encode():
            return encode(model, request)
        case Interpolate():
            return interpolate(model, request)
    raise TypeError(f"The VAE family does not run {type(request).__name__} requests.")


def pixels(picture: str, model: str) -> np.ndarray:
    """(128, 128, 3) for the codec, (64, 64, 3) for the β-VAE; uint8."""
    opened = open_picture(picture)
    full = sample()[0][opened] if isinstance(opened, int) else opened
    return full if model == "codec" else reduce(full[None])[0]


def posterior(model: Model, picture: np.ndarray, name: str) -> tuple[torch.Tensor, torch.Tensor]:
    """(mu, logvar), each (1, 4, 16, 16) for the codec or (1, 32)."""
    if name == "codec":
        found = model.codec.encode(to_float(picture[None])).latent_dist
        return found.mean, found.logvar
    return model.face.encode(to_float(picture[None]))


def decode(model: Model, z: torch.Tensor, name: str) -> np.ndarray:
    return to_uint8(model.codec.decode(z).sample if name == "codec" else model.face.decode(z))[0]


@torch.no_grad()
def encode(model: Model, request: Encode) -> Iterator[Step]:
    picture = pixels(request.picture, request.model)
    mu, logvar = posterior(model, picture, request.model)
    recon = decode(model, mu, request.model)
    yield EncodeStep(
        passes=2, picture=picture, mu=mu[0].numpy(), logvar=logvar[0].numpy(), recon=recon,
        mse=float(((recon.astype(np.float32) - picture) ** 2).mean()),
        kl=float(0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()),
    )  # fmt: skip
    if request.direction:
        yield shown(model, mu + request.amount * model.directions[request.direction], request.model)


@torch.no_grad()
def interpolate(model: Model, request: Interpolate) -> Iterator[Step]:
    ends = [posterior(model, pixels(p, request.model), request.model)[0] for p in (request.first, request.second)]
    for t in np.linspace(0, 1, request.frames):
        z = between(ends[0], ends[1], float(t), request.path)
        yield shown(model, z, request.model, float(t))


def between(a: torch.Tensor, b: torch.Tensor, t: float, path: str) -> torch.Tensor:
    """Straight, or along the arc (Shoemake 1985): the arc keeps the length that a Gaussian's samples have."""
    angle = torch.arccos(((a / a.norm()) * (b / b.norm())).sum().clamp(-1, 1))
    if path == "linear" or angle.sin() < 1e-4:  # on one line the arc is not defined
        return (1 - t) * a + t * b
    return torch.sin((1 - t) * angle) / angle.sin() * a + torch.sin(t * angle) / angle.sin() * b


def shown(model: Model, z: torch.Tensor, name: str, position: float = 0.0) -> PictureStep:
    picture = decode(model, z, name)
    values, probs = reading(model.judge, picture)
    return PictureStep(
        passes=1, picture=picture, latents=z[0].numpy(), read_values=values, read_probs=probs, position=position
    )  # fmt: skip
