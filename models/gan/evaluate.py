"""Figures of the GAN: python -m models.gan.evaluate (Fréchet distance; does every hair style and background appear?)"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.avatars.dataset import load, reduce, sample
from models.avatars.tensors import save_sheet, to_uint8
from models.classifier.metrics import frechet, precision_recall
from models.classifier.net import load_classifier, read
from models.gan.net import WEIGHTS, Generator, load_gan


@torch.no_grad()
def draw(generator: Generator, n: int, truncation_psi: float = 1.0, seed: int = 0) -> np.ndarray:
    z = torch.randn(n, generator.z, generator=torch.Generator().manual_seed(seed))
    parts = [generator.truncate(generator.map(part), truncation_psi) for part in z.split(100)]
    return np.concatenate([to_uint8(generator.synthesize(w)) for w in parts])


def evaluate(folder: Path = WEIGHTS, n: int = 2000, full: bool = False, sheet: Path | None = None) -> dict[str, object]:
    generator, critic = load_gan(folder)
    judge = load_classifier()
    fake = draw(generator, n)
    features, rows = read(judge, fake)
    real = load("test", 64)[0] if full else reduce(sample()[0])
    real_features = read(judge, real)[0]
    half = len(real) // 2
    counts = {}
    for a in ("top", "background"):
        found = rows[:, ATTRIBUTES.index(a)].tolist()
        counts[a] = {name: found.count(i) for i, name in enumerate(NAMES[a])}
    precision, recall = precision_recall(real_features[:2000], features[:2000])
    if sheet is not None:
        save_sheet(fake[:48], sheet, zoom=2)
    return {
        "pictures": n,
        f"Fréchet distance to {len(real)} real": frechet(features, real_features),
        f"Fréchet distance, real {half} against real {half}": frechet(real_features[:half], real_features[half:]),
        "seen among the pictures": counts,
        "no collapsed mode": all(c > 0 for values in counts.values() for c in values.values()),
        "precision, recall": [precision, recall],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--full", action="store_true", help="against the whole test set instead of the shipped sample")
    parser.add_argument("--sheet", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    for key, value in evaluate(arguments.weights, full=arguments.full, sheet=arguments.sheet).items():
        print(json.dumps({key: value}, ensure_ascii=False))
