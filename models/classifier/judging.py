"""A set of real pictures with a fault, judged by six metrics, beside what the same metrics give for real pictures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

import numpy as np

from models.avatars.dataset import reduce, sample
from models.classifier.faults import spoiled_pictures, spoiled_set
from models.classifier.kinds import SHOWN, SPLITS, THRESHOLD, Fault, FaultStep
from models.classifier.metrics import (
    frechet,
    kernel_distance,
    memorisation_informed,
    nearest_cosine_distance,
    precision_recall,
)
from models.classifier.net import Classifier
from models.classifier.predictions import Predictions, predict, score


def fault(model: Classifier, request: Fault) -> Iterator[FaultStep]:
    """The 400 real pictures are split into two halves, SPLITS times; of one half the metrics see what the fault made of
    it, the other is the reference."""
    pictures, rows = real_pictures()
    real = real_predictions(model)
    spoiled = spoiled_pictures(pictures, request.fault, request.strength, np.random.default_rng(request.seed))
    changed = real if spoiled is pictures else predict(model, spoiled)
    clean_values, fault_values, shown = [], [], None
    for candidates, reference in splits(request.seed, len(pictures)):
        chosen = spoiled_set(candidates, reference, request.fault, request.strength, real.features, real.probs, rows)
        clean_values.append(six(rows_of(real, candidates), rows_of(real, reference)))
        fault_values.append(six(rows_of(changed, chosen), rows_of(real, reference)))
        if shown is None:
            places = np.linspace(0, len(candidates) - 1, SHOWN).astype(int)
            shown = pictures[candidates[places]], spoiled[chosen[places]]
    assert shown is not None
    yield FaultStep(
        passes=len(pictures) * (1 if changed is real else 2),
        before=shown[0],
        after=shown[1],
        clean=np.array(clean_values),
        faulty=np.array(fault_values),
    )


@lru_cache(maxsize=1)
def real_predictions(model: Classifier) -> Predictions:
    return predict(model, real_pictures()[0])


@cache
def real_pictures() -> tuple[np.ndarray, np.ndarray]:
    """The shipped sample at 64 × 64, and its true values (400, 12)."""
    pictures, rows, _captions = sample()
    return reduce(pictures), rows


def splits(seed: int, count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """(candidates, reference), SPLITS times: two halves of `count` indices, drawn anew each time."""
    rng = np.random.default_rng(seed)
    halves = (np.split(rng.permutation(count), 2) for _ in range(SPLITS))
    return [(candidates, reference) for reference, candidates in halves]


def six(fake: Predictions, real: Predictions) -> list[float]:
    """In the order of METRICS."""
    distance = frechet(fake.features, real.features)
    precision, recall = precision_recall(real.features, fake.features)
    nearest = nearest_cosine_distance(fake.features, real.features)
    return [
        distance,
        kernel_distance(fake.features, real.features),
        score(fake.probs),
        precision,
        recall,
        memorisation_informed(distance, nearest, THRESHOLD),
    ]


def rows_of(predictions: Predictions, indices: np.ndarray) -> Predictions:
    return Predictions(
        predictions.features[indices],
        predictions.rows[indices],
        {attribute: p[indices] for attribute, p in predictions.probs.items()},
    )
