"""How a Fréchet distance depends on the number of pictures: the GAN's and as many real ones', to one reference."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from models.avatars.tensors import to_uint8
from models.classifier.kinds import SEEDS, DistanceStep
from models.classifier.metrics import frechet_to
from models.classifier.net import Classifier
from models.classifier.predictions import predict
from models.classifier.real_features import real_features
from models.gan.kinds import GanDistance
from models.gan.net import Generator

COUNTS = (50, 100, 200, 500, 1000)
AT_ONCE = 50  # pictures drawn in one pass


def distance(generator: Generator, classifier: Classifier, request: GanDistance) -> Iterator[DistanceStep]:
    """One step for each of COUNTS: the distances of all sets of so many pictures that share none."""
    real, total = real_features(), max(COUNTS)
    drawn = [
        predict(classifier, pictures(generator, request.seed + start, AT_ONCE, request.truncation_psi)).features
        for start in range(0, total, AT_ONCE)
    ]
    made = np.concatenate(drawn)
    for count in COUNTS:
        sets = np.arange(total).reshape(-1, count)
        yield DistanceStep(
            passes=total if count == COUNTS[0] else 0,
            count=count,
            made=np.array([frechet_to(real.mean, real.covariance, made[part]) for part in sets]),
            real=np.array([frechet_to(real.mean, real.covariance, real.compared[part]) for part in sets]),
        )


@torch.no_grad()
def pictures(generator: Generator, first: int, count: int, truncation_psi: float) -> np.ndarray:
    """uint8 (count, 64, 64, 3): those that GanSamples gives of these seeds."""
    seeds = [(first + i) % SEEDS for i in range(count)]
    z = torch.cat([torch.randn(1, generator.z, generator=torch.Generator().manual_seed(seed)) for seed in seeds])
    w = generator.truncate(generator.map(z), truncation_psi)
    return to_uint8(generator.synthesize(w[:, None].repeat(1, len(generator.layers), 1)))
