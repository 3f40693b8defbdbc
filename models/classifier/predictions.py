"""The same measures for every generator: what the classifier predicts for its pictures, and for real ones."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.avatars.dataset import reduce
from models.avatars.tensors import to_float
from models.classifier.metrics import frechet, inception_style_score, precision_recall
from models.classifier.net import Classifier


@dataclass(frozen=True)
class Predictions:
    """What the classifier predicts for n pictures."""

    features: np.ndarray  # (n, 256) float32
    rows: np.ndarray  # (n, 12) int8, the likeliest value of each attribute
    probs: dict[str, np.ndarray]  # attribute -> (n, values) float32

    def __getitem__(self, part: slice) -> "Predictions":
        return Predictions(self.features[part], self.rows[part], {a: p[part] for a, p in self.probs.items()})

    @property
    def confidence(self) -> np.ndarray:
        """(n,): the classifier's probability of the value it reads, mean over the twelve attributes."""
        return np.mean([p.max(1) for p in self.probs.values()], 0)


@torch.no_grad()
def predict(classifier: Classifier, pictures: np.ndarray, batch_size: int = 100) -> Predictions:
    """pictures: uint8 (n, 64 or 128, ...). The same numbers as net.read and net.probabilities, in one pass."""
    features, probs = [], []
    for i in range(0, len(pictures), batch_size):
        part = np.asarray(pictures[i : i + batch_size])
        new_features, logits = classifier(to_float(reduce(part) if part.shape[1] > 64 else part))
        features.append(new_features.numpy())
        probs.append({a: logits[a].softmax(1).numpy() for a in ATTRIBUTES})
    joined = {a: np.concatenate([p[a] for p in probs]) for a in ATTRIBUTES}
    rows = np.stack([joined[a].argmax(1) for a in ATTRIBUTES], 1).astype(np.int8)
    return Predictions(np.concatenate(features), rows, joined)


def score(probs: dict[str, np.ndarray]) -> float:
    """The Inception-style score, geometric mean over attributes: from 1 (all alike, or unreadable) to the number of
    values (each picture clear, all values equally often), whose geometric mean over the twelve is `BEST_SCORE`."""
    return float(np.exp(np.mean([np.log(inception_style_score(p)) for p in probs.values()])))


BEST_SCORE = float(np.exp(np.mean([np.log(len(NAMES[a])) for a in ATTRIBUTES])))


def seen(rows: np.ndarray, attribute: str) -> dict[str, int]:
    """How many of the pictures show each value of an attribute."""
    values = rows[:, ATTRIBUTES.index(attribute)].tolist()
    return {name: values.count(i) for i, name in enumerate(NAMES[attribute])}


def measures(fake: Predictions, real: Predictions) -> dict[str, float]:
    """Fréchet distance, precision, recall (each depends on both numbers of pictures), score, confidence, variety."""
    precision, recall = precision_recall(real.features, fake.features)
    shown = {a: sum(count > 0 for count in seen(fake.rows, a).values()) for a in ("top", "background")}
    return {
        "frechet": round(frechet(fake.features, real.features), 1),
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "score": round(score(fake.probs), 3),
        "confidence": round(float(fake.confidence.mean()), 4),
        "hair_styles": shown["top"],
        "backgrounds": shown["background"],
    }


def seconds_of_one(draw_one: Callable[[int], object], count: int = 10) -> float:
    """Median wall time of one picture drawn alone, after one that is not counted."""
    draw_one(0)
    taken = []
    for seed in range(1, count + 1):
        began = time.perf_counter()
        draw_one(seed)
        taken.append(time.perf_counter() - began)
    return float(np.median(taken))
