"""Figures of the GAN: python -m models.gan.evaluate (Fréchet distance; does every hair style and background appear?)"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from models.avatars.dataset import load, reduce, sample
from models.avatars.tensors import save_sheet, to_uint8
from models.classifier.net import load_classifier
from models.classifier.predictions import measures, predict, seen
from models.gan.net import WEIGHTS, Generator, load_gan


@torch.no_grad()
def draw(generator: Generator, n: int, truncation_psi: float = 1.0, seed: int = 0) -> np.ndarray:
    z = torch.randn(n, generator.z, generator=torch.Generator().manual_seed(seed))
    parts = [generator.truncate(generator.map(part), truncation_psi) for part in z.split(100)]
    return np.concatenate([to_uint8(generator.synthesize(w)) for w in parts])


def evaluate(folder: Path = WEIGHTS, n: int = 2000, full: bool = False, sheet: Path | None = None) -> dict[str, object]:
    generator, classifier = load_gan(folder)[0], load_classifier()
    pictures = draw(generator, n)
    fake, real = (
        predict(classifier, pictures),
        predict(classifier, load("test", 64)[0] if full else reduce(sample()[0])),
    )
    half = len(real.features) // 2
    counts = {a: seen(fake.rows, a) for a in ("top", "background")}
    if sheet is not None:
        save_sheet(pictures[:48], sheet, zoom=2)
    return {
        "pictures": n,
        "real pictures": 2 * half,
        "against real": measures(fake, real),
        f"real {half} against real {half}": measures(real[:half], real[half:]),
        "seen among the pictures": counts,
        "no collapsed mode": all(c > 0 for values in counts.values() for c in values.values()),
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
