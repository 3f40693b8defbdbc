"""Train the model of molecules. Data: python -m models.molecules.data.

    python -m models.molecules.train            from nothing; resumes by itself from its last checkpoint
    python -m models.molecules.train --smoke    the whole program on a tiny model and data, in seconds

Matrices learn by Muon (arXiv:2502.16982), embeddings by AdamW. Wall time and machine: recipe.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import tyro
from safetensors.torch import save_file
from torch.nn import functional as F

from models.avatars.dataset import CACHE
from models.molecules.data import FILE
from models.molecules.net import Net
from models.molecules.smiles import ANY, FIRST_PIECE, LENGTH, PAD, VOCABULARY
from models.training import Log, average, checkpoint, descend, device, mixed, resume, set_rate


@dataclass(frozen=True)
class Config:
    folder: Path = CACHE / "training" / "molecules"
    data: Path = FILE
    steps: int = 5000
    tokens: int = 4096
    """In each step: molecules of one length, so that nothing is padded."""
    matrix_rate: float = 0.02
    embedding_rate: float = 0.004
    warm_up: int = 50
    decay_from: float = 0.4
    """From this share of the steps on, the rates fall in a line to 0. Before it, `steps` may be changed on resuming."""
    untold: float = 0.15
    """The share of molecules whose logP is not told, which classifier-free guidance needs."""
    ema: float = 0.995
    seed: int = 0
    save_every: int = 100
    threads: int = 1
    smoke: bool = False


def get_share(step: int, config: Config) -> float:
    """Of the full rates."""
    return min(1, (step + 1) / config.warm_up, (1 - step / config.steps) / (1 - config.decay_from))


def batches(ids: np.ndarray, tokens: int, seed: int) -> Iterator[np.ndarray]:
    """Which rows are learned from in each step: all of one length, each row once, in a random order; then all again."""
    lengths = (ids != PAD).sum(1)
    rng = np.random.default_rng(seed)
    while True:
        parts = []
        for length in np.unique(lengths):
            own = rng.permutation(np.flatnonzero(lengths == length))
            parts += np.array_split(own, max(1, round(len(own) * length / tokens)))
        for i in rng.permutation(len(parts)):
            yield parts[i]


def windows(
    ids: np.ndarray, told: np.ndarray, rows: np.ndarray, untold: float, rng: np.random.Generator
) -> torch.Tensor:
    """(B, 1 + length) ids: the condition, or `ANY` in its place, then the molecule and its end."""
    length = (ids[rows[0]] != PAD).sum()
    first = np.where(rng.random(len(rows)) < untold, ANY, told[rows])
    return torch.from_numpy(np.concatenate([first[:, None], ids[rows, :length]], 1).astype(np.int64))


def loss_of(net: torch.nn.Module, ids: torch.Tensor) -> torch.Tensor:
    """Nats per token, of (B, n + 1) ids."""
    with mixed(ids.device.type):
        logits, _ = net(ids[:, :-1])
    return F.cross_entropy(logits.float().flatten(0, 1), ids[:, 1:].flatten())


def load(config: Config) -> tuple[np.ndarray, np.ndarray]:
    if config.smoke:
        rng = np.random.default_rng(0)
        ids = np.zeros((64, LENGTH), np.uint8)
        ids[:, :20] = rng.integers(FIRST_PIECE, VOCABULARY, (64, 20))
        return ids, np.full(64, ANY, np.uint8)
    with np.load(config.data) as file:
        return file["ids"], file["told"]


def main(config: Config) -> None:
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    config.folder.mkdir(parents=True, exist_ok=True)
    ids, told = load(config)
    net = Net(16, 2, 1) if config.smoke else Net()
    on = device()
    net.to(on)
    matrices, embeddings = list(net.blocks.parameters()), list(net.embedding.parameters())
    muon = torch.optim.Muon(matrices, config.matrix_rate, weight_decay=0.01)
    adam = torch.optim.AdamW(embeddings, config.embedding_rate, betas=(0.9, 0.98), weight_decay=0)
    parameters = [*matrices, *embeddings]
    ema = [p.detach().clone() for p in parameters]
    last = config.folder / "last.pt"
    start, steps = resume(last, net=net, muon=muon, adam=adam, ema=ema), 2 if config.smoke else config.steps
    print(f"{sum(p.numel() for p in parameters):,} parameters, from step {start} to {steps}", flush=True)

    log, feed = Log(steps), batches(ids, config.tokens, config.seed)
    for _ in range(start):
        next(feed)  # a resumed run learns from what an unbroken one would
    for step in range(start, steps):
        rng = np.random.default_rng([config.seed, step])
        batch = windows(ids, told, next(feed), config.untold, rng).to(on)
        share = get_share(step, config)
        set_rate(muon, config.matrix_rate * share)
        set_rate(adam, config.embedding_rate * share)
        adam.zero_grad(set_to_none=True)
        loss = loss_of(net, batch)
        descend(muon, loss)
        adam.step()
        average(ema, parameters, config.ema, step)
        log(step + 1, share, loss=loss)
        if (step + 1) % config.save_every == 0 or step + 1 == steps:
            checkpoint(last, step + 1, net=net, muon=muon, adam=adam, ema=ema)
            save(net, ema, parameters, config.folder / "weights.safetensors")


def save(net: Net, ema: list[torch.Tensor], parameters: list[torch.nn.Parameter], path: Path) -> None:
    """The running means, in fp16."""
    means = {id(p): mean for p, mean in zip(parameters, ema, strict=True)}
    save_file({name: means[id(p)].half().contiguous().cpu() for name, p in net.named_parameters()}, path)


if __name__ == "__main__":
    main(tyro.cli(Config))
