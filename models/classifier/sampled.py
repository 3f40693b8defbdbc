"""Pictures one after the other as steps: drawn, timed, read by the judge. For the families' own infer.py."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

from models.avatars.attributes import ATTRIBUTES
from models.avatars.dataset import reduce, sample
from models.classifier.judged import judged
from models.classifier.net import Classifier
from models.engine.samples import RealSamples, SampleStep

SEEDS = 2**31  # after the last seed comes the first


def step(judge: Classifier, picture: np.ndarray, passes: int, milliseconds: float) -> SampleStep:
    seen = judged(judge, picture[None])
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
    judge: Classifier, seed: int, count: int, draw: Callable[[int], np.ndarray], passes: int
) -> Iterator[SampleStep]:
    """`draw` gives the picture of a seed. The clock stands while the judge reads."""
    for i in range(count):
        began = time.perf_counter()
        picture = draw((seed + i) % SEEDS)
        yield step(judge, picture, passes, 1000 * (time.perf_counter() - began))


def real(judge: Classifier, request: RealSamples) -> Iterator[SampleStep]:
    pictures = sample()[0]
    for i in range(request.count):
        yield step(judge, reduce(pictures[None, (request.seed + i) % len(pictures)])[0], 0, 0.0)
