"""Train encoder and decoder on clouds of furniture, then the prior on the finished encoder's latents.

    python -m models.shapes.train             resumes by itself from its last checkpoint
    python -m models.shapes.train --smoke     the whole program on a few clouds, in seconds

In bf16 where the hardware does it (models/training.py). Wall time and machine: recipe.md. The clouds are made as they
are needed (furniture.py).
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import tyro
from torch import Tensor, nn

from models.avatars.dataset import CACHE
from models.shapes.furniture import clouds
from models.shapes.net import Shapes, save, told
from models.training import Log, average, checkpoint, descend, mixed, resume


@dataclass(frozen=True)
class Config:
    folder: Path = CACHE / "training" / "shapes"
    steps: int = 3000
    """Of encoder and decoder."""
    prior_steps: int = 1500
    batch_size: int = 32
    points: int = 256
    """Of a cloud that the encoder reads, and as many others of the same surface that the decoder must reach."""
    prior_batch: int = 512
    prior_clouds: int = 8_000
    learning_rate: float = 2e-3
    muon: bool = True
    """Muon for the matrices and AdamW for the rest; else AdamW for all."""
    muon_rate: float = 0.015
    warm_up: int = 100
    decay_from: float = 0.0
    kl_weight: float = 1e-4
    ema: float = 0.998
    seed: int = 0
    save_every: int = 100
    threads: int = 1
    smoke: bool = False


LossOf = Callable[[int], dict[str, Tensor]]


class Both:
    """Muon and AdamW side by side, as one optimiser whose rates fall together."""

    def __init__(self, module: nn.Module, config: Config) -> None:
        inner = [p for p in module.parameters() if config.muon and p.ndim == 2]
        rest = [p for p in module.parameters() if not (config.muon and p.ndim == 2)]
        adam = torch.optim.AdamW(rest, config.learning_rate, betas=(0.9, 0.98), weight_decay=0, fused=True)
        self.parts: list[torch.optim.Optimizer] = [adam]
        if inner:
            self.parts.append(torch.optim.Muon(inner, config.muon_rate, weight_decay=0, ns_steps=4))
        self.peaks = [config.learning_rate, config.muon_rate]

    def set_rate(self, share: float) -> None:
        for part, peak in zip(self.parts, self.peaks, strict=False):
            for group in part.param_groups:
                group["lr"] = peak * share

    def zero_grad(self, set_to_none: bool = True) -> None:
        for part in self.parts:
            part.zero_grad(set_to_none)

    def step(self) -> None:
        for part in self.parts:
            part.step()

    def state_dict(self):
        return [part.state_dict() for part in self.parts]

    def load_state_dict(self, states) -> None:
        for part, state in zip(self.parts, states, strict=True):
            part.load_state_dict(state)


def get_share(step: int, steps: int, config: Config) -> float:
    """Of the peak learning rate: up in the first steps, level, and down to nothing at the end."""
    return min(1, (step + 1) / config.warm_up, (1 - step / steps) / (1 - config.decay_from))


def times(count: int, rng: np.random.Generator) -> Tensor:
    """(count,) from 0 to 1, spread evenly, more of them late: there the surface is found."""
    even = (np.arange(count) + rng.random(count)) / count
    return torch.from_numpy(rng.permutation(even**0.75).astype(np.float32))


def velocity_loss(flow: nn.Module, target: Tensor, noise: Tensor, t: Tensor, words: Tensor) -> Tensor:
    """Squared error of the velocity on the straight way from noise to target, both (batch, points, size)."""
    at = t[:, None, None]
    return (flow((1 - at) * noise + at * target, t, words).float() - (target - noise)).square().mean()


def surface_step(model: Shapes, step: int, config: Config) -> dict[str, Tensor]:
    """The loss of encoder and decoder and its parts, on fresh clouds."""
    rng = np.random.default_rng([config.seed, step])  # by step: a resumed run equals an unbroken one
    made, _, _ = clouds(config.batch_size, 2 * config.points, int(rng.integers(2**62)))
    cloud = torch.from_numpy(made).float()
    noise = torch.from_numpy(rng.standard_normal((config.batch_size, config.points, 3), np.float32))
    with mixed("cpu"):
        mean, logvar = model.encoder(cloud[:, : config.points])
        z = mean + (logvar / 2).exp() * torch.from_numpy(rng.standard_normal(mean.shape, np.float32))
        fit = velocity_loss(model.decoder, cloud[:, config.points :], noise, times(len(z), rng), z)
    kl = 0.5 * (mean**2 + logvar.exp() - 1 - logvar).sum(1).mean()  # nats a cloud
    return {"loss": fit + config.kl_weight * kl, "fit": fit, "kl": kl}


def prior_step(model: Shapes, codes: tuple[Tensor, ...], step: int, config: Config) -> dict[str, Tensor]:
    """The loss of the prior, on latents (count, 2, 32) of the encoder: means and deviations, normalised."""
    latents, kinds, sizes = codes
    rng = np.random.default_rng([config.seed, 1, step])
    rows = torch.from_numpy(rng.integers(0, len(latents), config.prior_batch))
    noise = torch.from_numpy(rng.standard_normal((2, config.prior_batch, 1, latents.shape[2]), np.float32))
    mean, deviation = latents[rows, 0], latents[rows, 1]
    target = (mean + deviation * noise[1, :, 0])[:, None]
    with mixed("cpu"):
        words = told(kinds[rows], sizes[rows])
        loss = velocity_loss(model.prior, target, noise[0], times(config.prior_batch, rng), words)
    return {"loss": loss}


@torch.no_grad()
def encode_all(model: Shapes, config: Config) -> tuple[Tensor, ...]:
    """Latents (count, 2, 32), classes (count,) and sizes (count,) of fresh clouds; sets the model's normalisation."""
    count = 64 if config.smoke else config.prior_clouds
    made, kinds, sizes = clouds(count, config.points, config.seed + 1)
    parts = []
    for start in range(0, count, 100):
        mean, logvar = model.encoder(torch.from_numpy(made[start : start + 100]).float())
        parts.append(torch.stack([mean, (logvar / 2).exp()], 1))
    latents = torch.cat(parts)
    model.z_mean.copy_(latents[:, 0].mean(0))
    model.z_deviation.copy_((latents[:, 0].var(0) + latents[:, 1].square().mean(0)).sqrt())
    latents[:, 0] -= model.z_mean
    return latents / model.z_deviation, torch.from_numpy(kinds), torch.from_numpy(sizes)


def learn(parts: list[nn.Module], name: str, steps: int, loss_of: LossOf, config: Config) -> None:
    """Trains some parts of a model; they end as the running mean of their weights."""
    group = nn.ModuleList(parts)
    parameters, optimizer = list(group.parameters()), Both(group, config)
    ema = copy.deepcopy(group)
    last, steps = config.folder / f"{name}.pt", 2 if config.smoke else steps
    start = resume(last, group=group, optimizer=optimizer, ema=ema)
    print(f"{name}: {sum(p.numel() for p in parameters):,} parameters, from step {start} to {steps}", flush=True)
    log, used = Log(steps), time.process_time()
    for step in range(start, steps):
        share = get_share(step, steps, config)
        optimizer.set_rate(share)
        losses = loss_of(step)
        descend(optimizer, losses["loss"], parameters)
        average(list(ema.parameters()), parameters, config.ema, step)
        log(step + 1, share, **losses)
        if (step + 1) % config.save_every == 0 or step + 1 == steps:
            checkpoint(last, step + 1, group=group, optimizer=optimizer, ema=ema)
    print(f"{name}: {time.process_time() - used:.0f} CPU seconds", flush=True)
    group.load_state_dict(ema.state_dict())


def main(config: Config) -> None:
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    config.folder.mkdir(parents=True, exist_ok=True)
    model = Shapes(16, 16, 16, 2) if config.smoke else Shapes()
    surface: list[nn.Module] = [model.encoder, model.decoder]
    learn(surface, "surface", config.steps, lambda step: surface_step(model, step, config), config)
    codes = encode_all(model, config)
    learn([model.prior], "prior", config.prior_steps, lambda step: prior_step(model, codes, step, config), config)
    save(model, config.folder / "weights")


if __name__ == "__main__":
    main(tyro.cli(Config))
