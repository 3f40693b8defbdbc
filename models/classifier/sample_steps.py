"""Pictures one after another as steps: drawn, timed, read by the classifier. For the families' own infer.py."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

from models.avatars.attributes import ATTRIBUTES
from models.classifier.kinds import SEEDS, SampleStep
from models.classifier.net import Classifier
from models.classifier.predictions import predict


def step(classifier: Classifier, picture: np.ndarray, passes: int, milliseconds: float) -> SampleStep:
    seen = predict(classifier, picture[None])
    values = seen.rows[0].astype(np.int64)
    probs = np.array([seen.probs[a][0, v] for a, v in zip(ATTRIBUTES, values, strict=True)], np.float32)
    return SampleStep(
        passes=passes,
        picture=picture,
        features=seen.features[0],
        read_values=values,
        read_probs=probs,
        milliseconds=milliseconds,
    )


def each(
    classifier: Classifier, seed: int, count: int, draw: Callable[[int], np.ndarray], passes: int
) -> Iterator[SampleStep]:
    """`draw` gives the picture of a seed. Time while the classifier reads is not counted."""
    for i in range(count):
        began = time.perf_counter()
        picture = draw((seed + i) % SEEDS)
        yield step(classifier, picture, passes, 1000 * (time.perf_counter() - began))
