"""The VAE family, for the engine: pictures to latents and back, walks, directions added; studies.py has the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from diffusers import AutoencoderKL

from models.classifier.infer import reading
from models.classifier.net import Classifier
from models.engine.families import ModelInfo
from models.engine.image_requests import Encode, Interpolate
from models.engine.latent_requests import Compress, LatentMap
from models.engine.requests import N_, Request
from models.engine.samples import VaeSamples
from models.engine.steps import Step
from models.vae import beta, studies
from models.vae.parts import between, encoded, pixels, posterior, shown
from models.vae.samples import samples
from models.weights import shipped
from models.weights.download import StoreError


@dataclass(frozen=True)
class Model:
    codec: AutoencoderKL
    face: beta.BetaVAE | None  # None until its weights ship: the codec works alone
    means: dict[str, torch.Tensor]  # of 32 numbers, for each value of an attribute
    judge: Classifier
    codec_sha256: str
    face_sha256: str
    map: beta.BetaVAE | None = None  # the same with 2 numbers
    map_sha256: str = ""


def load(codec: AutoencoderKL, codec_sha256: str, judge: Classifier) -> Model:
    """The β-VAEs beside the codec of the text-to-image model, which that one has loaded. Raises StoreError."""
    found: list[tuple[beta.BetaVAE | None, dict[str, torch.Tensor], str]] = []
    for folder, latent in ((beta.WEIGHTS, 32), (beta.MAP, 2)):
        there = (folder / "sha256.json").exists()
        found.append((*beta.load_beta(folder, latent), shipped.verify(folder)) if there else (None, {}, ""))
    (face, means, face_sha256), (plane, _, map_sha256) = found
    return Model(codec, face, means, judge, codec_sha256, face_sha256, plane, map_sha256)


def describe(model: Model, request: Request) -> ModelInfo:
    name = getattr(request, "model", "map" if isinstance(request, LatentMap) else "face")
    if isinstance(request, Compress):
        both = hashlib.sha256(f"{model.codec_sha256}{model.face_sha256}".encode()).hexdigest()
        return ModelInfo(name="Avatars codec and β-VAE", sha256=both, arithmetic="fp32")
    found = {
        "codec": ("Avatars codec", model.codec_sha256),
        "face": ("Avatars β-VAE", model.face_sha256),
        "map": ("Avatars β-VAE with 2 numbers", model.map_sha256),
    }
    return ModelInfo(*found[name], arithmetic="fp32")


def run(model: Model, request: Request) -> Iterator[Step]:
    name = getattr(request, "model", "map" if isinstance(request, LatentMap) else "face")
    if (name == "face" and model.face is None) or (name == "map" and model.map is None):
        raise StoreError(N_("The weights of the β-VAE are not here yet. Choose the model “codec”."))
    match request:
        case Encode():
            return encode(model, request)
        case Interpolate():
            return interpolate(model, request)
        case VaeSamples():
            return samples(model.face, model.judge, request)
    return studies.run(model, request)


@torch.no_grad()
def encode(model: Model, request: Encode) -> Iterator[Step]:
    step = encoded(model, pixels(request.picture, request.model), request.model)
    yield step
    if request.direction:
        shown_now = reading(model.judge, step.recon)[0]
        added = request.amount * beta.direction(model.means, request.direction, shown_now)
        z = torch.from_numpy(step.mu)[None] + added
        yield shown(model, z, request.model)


@torch.no_grad()
def interpolate(model: Model, request: Interpolate) -> Iterator[Step]:
    ends = [posterior(model, pixels(p, request.model), request.model)[0] for p in (request.first, request.second)]
    for t in np.linspace(0, 1, request.frames).tolist():
        yield shown(model, between(ends[0], ends[1], t, request.path), request.model, t)
