"""Features of many real pictures, shipped as they were measured, because the pictures themselves would be 60 MB.

    python -m models.classifier.real_features      makes the file anew; needs the full set (models/avatars/dataset.py)

The first 1,000 of the 5,000 test pictures are what is compared, the other 4,000 the reference, as mean and covariance.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("real_features.npz")
COMPARED = 1000


@dataclass(frozen=True)
class RealFeatures:
    compared: np.ndarray  # (1000, 256) float32, the classifier's
    mean: np.ndarray  # (256,) float64, of the 4,000 of the reference
    covariance: np.ndarray  # (256, 256) float64
    reference: int  # how many pictures that are


@cache
def real_features() -> RealFeatures:
    with np.load(FILE) as file:
        return RealFeatures(
            file["compared"].astype(np.float32),
            file["mean"].astype(np.float64),
            file["covariance"].astype(np.float64),
            int(file["reference"]),
        )


def make() -> None:
    from models.avatars.dataset import load
    from models.classifier.net import load_classifier
    from models.classifier.predictions import predict

    features = predict(load_classifier(), load("test", 64)[0]).features
    compared, reference = features[:COMPARED].astype(np.float16), features[COMPARED:].astype(np.float64)
    np.savez_compressed(
        FILE,
        compared=compared,
        mean=reference.mean(0).astype(np.float32),
        covariance=np.cov(reference.T).astype(np.float32),
        reference=len(reference),
    )


if __name__ == "__main__":
    make()
