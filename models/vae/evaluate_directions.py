"""How often each direction of the β-VAE does what it says: python -m models.vae.evaluate_directions

For every value of an attribute, its direction is added to faces of the shipped sample that visibly show another value;
counted is in what share of them the classifier then reads the value. Writes directions.json, which the page shows.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path

import numpy as np
import torch

from models.avatars import shipped
from models.avatars.attributes import ATTRIBUTES, NAMES, labels
from models.avatars.dataset import sample
from models.avatars.tensors import to_uint8
from models.classifier.net import load_classifier, read
from models.engine.image_requests import DIRECTIONS
from models.vae.beta import WEIGHTS, load_beta
from models.vae.parts import sample_posterior

FILE = Path(__file__).parent / "directions.json"
AMOUNTS = (0.5, 1.0, 1.5, 2.0, 3.0)
FACES = 100


model = functools.cache(load_beta)
judge = functools.cache(load_classifier)


@torch.no_grad()
def shares(direction: str, faces: int = FACES) -> tuple[int, list[float]]:
    """(faces tried, share of them read with the value at each of AMOUNTS)."""
    face, directions = model()
    attribute, value = direction.split("/")
    i, j = ATTRIBUTES.index(attribute), NAMES[attribute].index(value)
    seen = labels(sample()[1])[:, i]
    mu = sample_posterior(face)[0][torch.from_numpy(np.flatnonzero((seen >= 0) & (seen != j))[:faces])]
    found = [read(judge(), to_uint8(face.decode(mu + a * directions[direction])))[1][:, i] == j for a in AMOUNTS]
    return len(mu), [round(float(hit.mean()), 3) for hit in found]


def main() -> None:
    measured = {}
    for direction in DIRECTIONS:
        tried, found = shares(direction)
        measured[direction] = {"faces": tried, "shares": found}
        print(direction, tried, found, flush=True)
    report = {"weights_sha256": shipped.verify(WEIGHTS), "amounts": AMOUNTS, "directions": measured}
    FILE.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
