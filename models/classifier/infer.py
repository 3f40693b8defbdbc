"""What the classifier reads in a picture, for the steps of all image models; and real pictures, read the same way."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.avatars.attributes import ATTRIBUTES
from models.avatars.dataset import reduce, sample
from models.classifier import sample_steps
from models.classifier.judging import fault
from models.classifier.kinds import Fault, RealSamples, SampleStep
from models.classifier.net import Classifier, probabilities
from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.translation import N_


def reading(classifier: Classifier, picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(index of the likeliest value (12,) int64, its probability (12,) float32) of one picture, 64x64 or 128x128."""
    probs = probabilities(classifier, picture[None])
    best = np.array([int(probs[a][0].argmax()) for a in ATTRIBUTES], np.int64)
    return best, np.array([probs[a][0, i] for a, i in zip(ATTRIBUTES, best, strict=True)], np.float32)


def describe(model: Classifier, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name=N_("no generator: pictures of the shipped sample"), sha256="", arithmetic="fp32")


def real_samples(model: Classifier, request: RealSamples) -> Iterator[SampleStep]:
    pictures = sample()[0]
    for i in range(request.count):
        picture = reduce(pictures[None, (request.seed + i) % len(pictures)])[0]
        yield sample_steps.step(model, picture, passes=0, milliseconds=0.0)


RUNS = {RealSamples: real_samples, Fault: fault}
