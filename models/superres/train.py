"""Train super-resolution 16x16 -> 64x64: absolute error of pixels and of edges.

    python -m models.superres.train             resumes by itself from its last checkpoint
    python -m models.superres.train --smoke     the whole program on a few pictures, in seconds

Wall time and machine: recipe.md. Data: python -m models.avatars.dataset.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import tyro

from models.avatars.dataset import CACHE, load, reduce, sample
from models.avatars.tensors import psnr, save_sheet, to_float
from models.superres.net import SuperResolution, enlarge, save, sharpness
from models.training import Log, checkpoint, descend, resume, set_rate


@dataclass(frozen=True)
class Config:
    folder: Path = CACHE / "training" / "superres"
    steps: int = 6000
    batch_size: int = 32
    learning_rate: float = 1e-3
    decay_from: float = 0.3
    edge_weight: float = 1.0
    seed: int = 0
    save_every: int = 200
    threads: int = 2
    smoke: bool = False


def get_lr(step: int, config: Config) -> float:
    left = (1 - step / config.steps) / (1 - config.decay_from)
    return config.learning_rate * min(1, (step + 1) / 50, max(0.01, left))


def main(config: Config) -> None:
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    config.folder.mkdir(parents=True, exist_ok=True)
    train = reduce(sample()[0][:64]) if config.smoke else load("train", 64)[0]
    test = reduce(sample()[0][:24]) if config.smoke else load("test", 64)[0][:1000]
    model = SuperResolution().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(model.parameters(), config.learning_rate, weight_decay=1e-4, fused=True)
    last = config.folder / "last.pt"
    start = resume(last, model=model, optimizer=optimizer)
    steps = 2 if config.smoke else config.steps
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters, from step {start} to {steps}", flush=True)

    log = Log(steps)
    for step in range(start, steps):
        rng = np.random.default_rng([config.seed, step])  # by step: a resumed run equals an unbroken one
        pictures = train[np.sort(rng.integers(len(train), size=config.batch_size))]
        x, y = to_float(reduce(pictures, 4)), to_float(pictures)  # (batch, 3, 16, 16) and (batch, 3, 64, 64)
        set_rate(optimizer, get_lr(step, config))
        difference = model(x) - y
        down, right = difference[..., 1:, :] - difference[..., :-1, :], difference[..., 1:] - difference[..., :-1]
        loss = difference.abs().mean() + config.edge_weight * (down.abs().mean() + right.abs().mean())
        descend(optimizer, loss, list(model.parameters()))
        log(step + 1, get_lr(step, config), mse=difference.detach().square().mean())
        if (step + 1) % config.save_every == 0:
            checkpoint(last, step + 1, model=model, optimizer=optimizer)

    save(model.eval(), config.folder / "weights")
    test = np.asarray(test)
    small = reduce(test, 4)
    plain, ours = enlarge(None, small), enlarge(model, small)
    print(
        f"PSNR bicubic {psnr(test, plain):.2f} dB, ours {psnr(test, ours):.2f} dB on {len(test)} test pictures; "
        f"sharpness {sharpness(plain):.2f}, {sharpness(ours):.2f}, original {sharpness(test):.2f}"
    )
    save_sheet(np.concatenate([plain[:8], ours[:8], test[:8]]), config.folder / "sheet.png", zoom=2)


if __name__ == "__main__":
    main(tyro.cli(Config))
