"""Runs of the VAEs: pictures to latents and back, directions added; explore.py and fidelity.py have the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from diffusers import AutoencoderKL

from models.classifier.infer import reading
from models.classifier.net import Classifier
from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.translation import N_
from models.vae import beta, explore, fidelity, opened
from models.vae.coding import between, encoded, pixels, posterior, shown
from models.vae.kinds import (
    Anomaly,
    Arithmetic,
    Around,
    Blur,
    Change,
    Clean,
    CompareBetas,
    Compress,
    Encode,
    FromNoise,
    Interpolate,
    LatentMap,
    OpenFace,
    VaeSamples,
    Walk,
)
from models.vae.samples import samples
from models.weights import shipped


@dataclass(frozen=True)
class Model:
    codec: AutoencoderKL
    face: beta.BetaVAE
    means: dict[str, torch.Tensor]  # of 32 numbers, for each value of an attribute
    map: beta.BetaVAE  # the same with 2 numbers
    small: dict[float, beta.BetaVAE]  # by their β
    classifier: Classifier
    codec_sha256: str
    face_sha256: str
    map_sha256: str
    small_sha256: str


def load(codec: AutoencoderKL, codec_sha256: str, classifier: Classifier) -> Model:
    """The VAEs beside the codec of the text-to-image model, which that one has loaded. Raises StoreError."""
    face, means = beta.load_beta(beta.WEIGHTS, 32)
    plane, _means = beta.load_beta(beta.MAP, 2)
    face_sha256, map_sha256 = shipped.verify(beta.WEIGHTS), shipped.verify(beta.MAP)
    folders = {b: beta.SMALL / f"{b:g}" for b in beta.BETAS}
    small = {b: beta.load_beta(folder, 32, beta.SMALL_WIDTHS)[0] for b, folder in folders.items()}
    all_small = hashlib.sha256("".join(map(shipped.verify, folders.values())).encode()).hexdigest()
    return Model(codec, face, means, plane, small, classifier, codec_sha256, face_sha256, map_sha256, all_small)


def describe(model: Model, request: Request) -> ModelInfo:
    if isinstance(request, Compress):
        both = hashlib.sha256(f"{model.codec_sha256}{model.face_sha256}".encode()).hexdigest()
        return ModelInfo(name=N_("Avatars codec and β-VAE"), sha256=both, arithmetic="fp32")
    if isinstance(request, CompareBetas):
        return ModelInfo(name=N_("four small β-VAEs"), sha256=model.small_sha256, arithmetic="fp32")
    named = {
        "codec": ("Avatars codec", model.codec_sha256),
        "face": ("Avatars β-VAE", model.face_sha256),
        "map": (N_("Avatars β-VAE with 2 numbers"), model.map_sha256),
    }
    name = getattr(request, "model", "map" if isinstance(request, LatentMap) else "face")
    return ModelInfo(*named[name], arithmetic="fp32")


@torch.no_grad()
def encode(model: Model, request: Encode) -> Iterator[Step]:
    step = encoded(model, pixels(request.picture, request.model), request.model)
    yield step
    if request.direction:
        shown_now = reading(model.classifier, step.recon)[0]
        added = request.amount * beta.direction(model.means, request.direction, shown_now)
        z = torch.from_numpy(step.mu)[None] + added
        yield shown(model, z, request.model)


@torch.no_grad()
def interpolate(model: Model, request: Interpolate) -> Iterator[Step]:
    ends = [posterior(model, pixels(p, request.model), request.model)[0] for p in (request.first, request.second)]
    for t in np.linspace(0, 1, request.frames).tolist():
        yield shown(model, between(ends[0], ends[1], t, request.path), request.model, t)


RUNS = {
    Encode: encode,
    Interpolate: interpolate,
    Walk: explore.walk,
    Change: explore.change,
    Arithmetic: explore.arithmetic,
    FromNoise: explore.from_noise,
    Around: explore.around,
    LatentMap: explore.latent_map,
    Anomaly: lambda model, request: fidelity.anomaly(model),
    Compress: fidelity.compress,
    Clean: fidelity.clean,
    Blur: fidelity.blur,
    OpenFace: opened.open_face,
    CompareBetas: opened.compare_betas,
    VaeSamples: lambda model, request: samples(model.face, model.classifier, request),
}
