"""How often each direction of the VAE has the effect it names: python -m models.vae.evaluate_directions

For every value of an attribute, its direction is added to faces of the shipped sample that visibly show another value;
counted is in what share of them the classifier then reads the value. Writes directions.json, which the page shows.
evaluate.py counts the same on the test set.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path

import numpy as np
import torch

from models.avatars.attributes import ATTRIBUTES, NAMES, labels
from models.avatars.dataset import sample
from models.avatars.tensors import to_uint8
from models.classifier.net import load_classifier, read
from models.vae.beta import WEIGHTS, BetaVAE, direction, load_beta
from models.vae.coding import sample_posterior
from models.vae.kinds import DIRECTIONS
from models.weights import shipped

FILE = Path(__file__).parent / "directions.json"
AMOUNTS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
FACES = 100


model = functools.cache(load_beta)
classifier = functools.cache(load_classifier)


@torch.no_grad()
def brought(
    face: BetaVAE, means: dict[str, torch.Tensor], mu: torch.Tensor, name: str, amounts: tuple[float, ...] = AMOUNTS
) -> list[float]:
    """Share of the faces mu (n, 32) that the classifier reads with the value `name`, at each of the amounts."""
    attribute, value = name.split("/")
    i, j = ATTRIBUTES.index(attribute), NAMES[attribute].index(value)
    shown = read(classifier(), to_uint8(face.decode(mu)))[1]
    added = torch.stack([direction(means, name, row) for row in shown])
    brings = [read(classifier(), to_uint8(face.decode(mu + a * added)))[1][:, i] == j for a in amounts]
    return [round(float(hit.mean()), 3) for hit in brings]


def others(rows: np.ndarray, name: str, faces: int) -> torch.Tensor:
    """The numbers of the first pictures that visibly show another value of the attribute."""
    attribute, value = name.split("/")
    seen = labels(rows)[:, ATTRIBUTES.index(attribute)]
    return torch.from_numpy(np.flatnonzero((seen >= 0) & (seen != NAMES[attribute].index(value)))[:faces])


def shares(name: str, faces: int = FACES) -> tuple[int, list[float]]:
    """(faces tried, share of them read with the value at each of AMOUNTS), in the shipped sample."""
    face, means = model()
    mu = sample_posterior(face)[0][others(sample()[1], name, faces)]
    return len(mu), brought(face, means, mu, name)


def main() -> None:
    measured = {}
    for name in DIRECTIONS:
        tried, best = shares(name)
        measured[name] = {"faces": tried, "shares": best}
        print(name, tried, best, flush=True)
    report = {"weights_sha256": shipped.verify(WEIGHTS), "amounts": AMOUNTS, "directions": measured}
    FILE.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
