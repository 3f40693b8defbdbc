"""Pictures of the VAE's prior, for the engine."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from models.avatars.tensors import to_uint8
from models.classifier.kinds import SampleStep
from models.classifier.net import Classifier
from models.classifier.sample_steps import each
from models.vae.beta import BetaVAE
from models.vae.kinds import VaeSamples


@torch.no_grad()
def from_prior(model: BetaVAE, seed: int, temperature: float) -> np.ndarray:
    z = temperature * torch.randn(1, model.latent, generator=torch.Generator().manual_seed(seed))
    return to_uint8(model.decode(z))[0]


def samples(model: BetaVAE, classifier: Classifier, request: VaeSamples) -> Iterator[SampleStep]:
    return each(
        classifier, request.seed, request.count, lambda seed: from_prior(model, seed, request.temperature), passes=1
    )
