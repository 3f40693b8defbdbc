"""Train the classifier on 64x64 pictures, held-out pairs included: one that never saw a pair misreads real ones.

    python -m models.classifier.train             resumes by itself from its last checkpoint
    python -m models.classifier.train --smoke     the whole program on a few pictures, in seconds

Wall time and machine: recipe.md. Data: python -m models.avatars.dataset.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
import tyro

from models.avatars.attributes import ATTRIBUTES, labels
from models.avatars.dataset import CACHE, load, reduce, sample
from models.avatars.tensors import to_float
from models.classifier.net import Classifier, accuracy, load_classifier, read, save
from models.training import Log, checkpoint, descend, resume, set_rate


@dataclass(frozen=True)
class Config:
    folder: Path = CACHE / "training" / "classifier"
    init: Path | None = None
    """Start from the weights in this folder."""
    steps: int = 1200
    batch_size: int = 128
    learning_rate: float = 2e-3
    warm_up: int = 30
    noise: float = 0.08
    """Noise of a deviation drawn from 0 to this, and shifts of up to a pixel: it has to read generated pictures too."""
    seed: int = 0
    save_every: int = 50
    threads: int = 2
    smoke: bool = False


def get_lr(step: int, config: Config) -> float:
    done = step / config.steps
    return config.learning_rate * min(1, (step + 1) / config.warm_up, 1.6 * (1 - done) + 0.005)


def main(config: Config) -> None:
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    config.folder.mkdir(parents=True, exist_ok=True)
    if config.smoke:
        pictures, rows, _ = sample()
        x, y = reduce(pictures[:48]), labels(rows[:48])
        test_x, test_y, steps = x, y, 2
    else:
        (train, train_rows), (pairs, pair_rows), (test_x, test_rows) = (load(s, 64) for s in ("train", "pairs", "test"))
        kept = np.arange(len(pairs)) % 300 < 240  # 60 of each pair are left for evaluate
        x, y = np.concatenate([train, pairs[kept]]), labels(np.concatenate([train_rows, pair_rows[kept]]))
        test_x, test_y, steps = test_x[:1000], labels(test_rows[:1000]), config.steps
    model = Classifier() if config.init is None else load_classifier(config.init, verify=False).train()
    model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(model.parameters(), config.learning_rate, weight_decay=0.02, fused=True)
    last = config.folder / "last.pt"
    start = resume(last, model=model, optimizer=optimizer)
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters, from step {start} to {steps}", flush=True)

    log = Log(steps)
    for step in range(start, steps):
        rng = np.random.default_rng([config.seed, step])  # by step: a resumed run equals an unbroken one
        index = np.sort(rng.integers(len(x), size=min(config.batch_size, len(x))))
        batch = to_float(np.roll(x[index], rng.integers(-1, 2, 2), (1, 2)))  # (batch, 3, 64, 64)
        deviation = config.noise * rng.random((len(batch), 1, 1, 1), np.float32)
        batch = batch + torch.from_numpy(deviation * rng.standard_normal(tuple(batch.shape), np.float32))
        target = torch.from_numpy(y[index]).long()
        set_rate(optimizer, get_lr(step, config))
        _, logits = model(batch)
        loss = sum(F.cross_entropy(logits[k], target[:, i], ignore_index=-1) for i, k in enumerate(ATTRIBUTES))
        descend(optimizer, loss)
        log(step + 1, get_lr(step, config), loss=loss)
        if (step + 1) % config.save_every == 0:
            checkpoint(last, step + 1, model=model, optimizer=optimizer)

    save(model.eval(), config.folder / "weights")
    per = accuracy(read(model, test_x)[1], test_y)
    print(
        f"mean accuracy {np.mean(list(per.values())):.4f} on {len(test_x)} pictures",
        {k: round(v, 4) for k, v in per.items()},
    )


if __name__ == "__main__":
    main(tyro.cli(Config))
