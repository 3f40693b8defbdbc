"""What the judge reads in a picture, for the steps of the other image models."""

from __future__ import annotations

import numpy as np

from models.avatars.attributes import ATTRIBUTES
from models.classifier.net import Classifier, probabilities


def reading(judge: Classifier, picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(index of the likeliest value (12,) int64, its probability (12,) float32) of one picture, 64x64 or 128x128."""
    probs = probabilities(judge, picture[None])
    best = np.array([int(probs[a][0].argmax()) for a in ATTRIBUTES], np.int64)
    return best, np.array([probs[a][0, i] for a, i in zip(ATTRIBUTES, best, strict=True)], np.float32)
