"""Figures of the classifier, on test pictures and held-out pairs; needs the full set.

python -m models.classifier.evaluate
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from models.avatars.attributes import ATTRIBUTES, HELD_OUT, labels
from models.avatars.dataset import load
from models.classifier.metrics import frechet
from models.classifier.net import WEIGHTS, accuracy, load_classifier, read


def evaluate(folder: Path = WEIGHTS, count: int = 5000) -> dict[str, object]:
    model = load_classifier(folder)
    pictures, rows = load("test", 64)
    features, read_rows = read(model, pictures[:count])
    per = accuracy(read_rows, labels(rows[:count]))
    pairs, pair_rows = load("pairs", 64)
    left = np.arange(len(pairs)) % 300 >= 240  # never trained on
    _, read_rows = read(model, pairs[left])
    both = {}
    for i, (a, x, b, y) in enumerate(HELD_OUT):
        mine = slice(60 * i, 60 * (i + 1))
        columns = [ATTRIBUTES.index(a), ATTRIBUTES.index(b)]
        both[f"{x} + {y}"] = float((read_rows[mine][:, columns] == pair_rows[left][mine][:, columns]).all(1).mean())
    half = count // 2
    return {
        "pictures": count,
        "mean accuracy": float(np.mean(list(per.values()))),
        "accuracy": per,
        "held-out pairs read right": both,
        f"Fréchet distance, real {half} against real {half}": frechet(features[:half], features[half : 2 * half]),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--count", type=int, default=5000)
    torch.set_num_threads(2)
    for key, value in evaluate(*vars(parser.parse_args()).values()).items():
        print(f"{key}: {value}")
