"""What runs of the VAE family are put together from: pixels, their posterior, a decoded picture, a reading."""

from __future__ import annotations

import functools
from typing import Protocol

import numpy as np
import torch
from diffusers import AutoencoderKL

from models.avatars.dataset import reduce, sample
from models.avatars.pictures import open_picture
from models.avatars.tensors import to_float, to_uint8
from models.classifier.infer import reading
from models.classifier.kinds import PictureStep
from models.classifier.net import Classifier
from models.vae.beta import BetaVAE
from models.vae.kinds import EncodeStep

BATCH = 100


class Models(Protocol):
    """infer.Model, which imports this module."""

    codec: AutoencoderKL
    face: BetaVAE
    map: BetaVAE
    small: dict[float, BetaVAE]
    means: dict[str, torch.Tensor]
    classifier: Classifier


def pixels(picture: str, model: str) -> np.ndarray:
    """(128, 128, 3) for the codec, (64, 64, 3) for the VAEs; uint8."""
    opened = open_picture(picture)
    full = sample()[0][opened] if isinstance(opened, int) else opened
    return full if model == "codec" else reduce(full[None])[0]


@functools.cache
def pictures() -> np.ndarray:
    """The shipped sample at 64×64."""
    return reduce(sample()[0])


@functools.cache
@torch.no_grad()
def sample_posterior(face: BetaVAE) -> tuple[torch.Tensor, torch.Tensor]:
    """(mu, logvar) of the shipped sample."""
    parts = [face.encode(to_float(pictures()[i : i + BATCH])) for i in range(0, len(pictures()), BATCH)]
    return torch.cat([mu for mu, _ in parts]), torch.cat([logvar for _, logvar in parts])


def posterior(model: Models, picture: np.ndarray, name: str) -> tuple[torch.Tensor, torch.Tensor]:
    """(mu, logvar), each (1, 4, 16, 16) for the codec, else (1, 32) or (1, 2)."""
    if name == "codec":
        distribution = model.codec.encode(to_float(picture[None])).latent_dist
        return distribution.mean, distribution.logvar
    return getattr(model, name).encode(to_float(picture[None]))


def decode(model: Models, z: torch.Tensor, name: str) -> np.ndarray:
    return to_uint8(model.codec.decode(z).sample if name == "codec" else getattr(model, name).decode(z))[0]


def encoded(model: Models, picture: np.ndarray, name: str) -> EncodeStep:
    mu, logvar = posterior(model, picture, name)
    recon = decode(model, mu, name)
    return EncodeStep(
        passes=2,
        picture=picture,
        mu=mu[0].numpy(),
        logvar=logvar[0].numpy(),
        recon=recon,
        mse=mse(recon, picture),
        kl=float(0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()),
    )


def between(a: torch.Tensor, b: torch.Tensor, t: float, path: str) -> torch.Tensor:
    """Straight, or along the arc (Shoemake 1985): the arc keeps the length that a Gaussian's samples have."""
    angle = torch.arccos(((a / a.norm()) * (b / b.norm())).sum().clamp(-1, 1))
    if path == "linear" or angle.sin() < 1e-4:  # on one line the arc is not defined
        return (1 - t) * a + t * b
    return torch.sin((1 - t) * angle) / angle.sin() * a + torch.sin(t * angle) / angle.sin() * b


def mse(a: np.ndarray, b: np.ndarray) -> float:
    """Mean squared difference, in units of 1/255²."""
    return float(((a.astype(np.float32) - b) ** 2).mean())


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    """dB; 78 for equal pictures (mse 0.001)."""
    return float(10 * np.log10(255**2 / max(mse(a, b), 1e-3)))


def shown(
    model: Models, z: torch.Tensor, name: str, position: float = 0.0, picture: np.ndarray | None = None
) -> PictureStep:
    """z decoded and read by the classifier; or `picture`, whose latents z are."""
    picture = decode(model, z, name) if picture is None else picture
    values, probs = reading(model.classifier, picture)
    return PictureStep(
        passes=1, picture=picture, latents=z[0].numpy(), read_values=values, read_probs=probs, position=position
    )
