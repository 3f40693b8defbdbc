"""Train the picture GAN on 64x64 pictures: relativistic loss, lazy R1 and R2, EMA of the generator.

The relativistic loss compares each fake with a real picture (Jolicoeur-Martineau, arXiv:1807.00734); with a penalty on
the critic's gradient at real and at fake pictures it converges where the plain one drops modes (Huang et al.,
arXiv:2501.05441).

    python -m models.gan.train             resumes by itself from its last checkpoint
    python -m models.gan.train --smoke     the whole program on a few pictures, in seconds

In bf16 where the hardware does it (models/training.py). Wall time and machine: recipe.md.
Data: python -m models.avatars.dataset.
"""

import copy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
import tyro

from models.avatars.dataset import CACHE, load, reduce, sample
from models.avatars.tensors import save_sheet, to_float, to_uint8
from models.gan.net import Critic, Generator, save
from models.training import Log, average, checkpoint, descend, device, mixed, resume


@dataclass(frozen=True)
class Config:
    folder: Path = CACHE / "training" / "gan"
    steps: int = 12_000
    batch_size: int = 32
    learning_rate: float = 1e-3
    mapping_rate: float = 0.1
    """Of the mapping network, as a share of the learning rate: at the full rate it runs away after 1,200 steps."""
    decay_from: float = 0.5
    penalty_weight: float = 1.0
    """Of the squared gradient of the critic at real pictures (R1) and at fakes (R2), each."""
    penalty_every: int = 8
    mixing: float = 0.3
    """Share of pictures whose upper and lower layers get different w, so that styles can be mixed afterwards."""
    ema: float = 0.999
    marks: tuple[float, ...] = (0.01, 0.03, 0.1, 0.3)
    seed: int = 0
    save_every: int = 200
    threads: int = 2
    smoke: bool = False


def get_lr(step: int, config: Config) -> float:
    return config.learning_rate * min(1, max(0.05, (1 - step / config.steps) / (1 - config.decay_from)))


def build(config: Config) -> dict[str, Any]:
    """The two networks, the running mean of the generator, and an optimiser each; their states make a checkpoint."""
    generator = Generator().to(device(), memory_format=torch.channels_last)
    critic = Critic().to(device(), memory_format=torch.channels_last)
    mapping = [p for name, p in generator.named_parameters() if name.startswith("mapping.")]
    others = [p for name, p in generator.named_parameters() if not name.startswith("mapping.")]
    adam = partial(torch.optim.Adam, lr=config.learning_rate, betas=(0.0, 0.99), fused=True)
    return {
        "generator": generator,
        "critic": critic,
        "ema": copy.deepcopy(generator).eval(),
        "generator_optimizer": adam([{"params": others}, {"params": mapping}]),
        "critic_optimizer": adam(critic.parameters()),
    }


def styles(generator: Generator, rng: np.random.Generator, config: Config) -> torch.Tensor:
    """(batch, 7, 128): one w for all layers, or two that change over at a random layer."""
    layers = len(generator.layers)
    on = generator.w_mean.device
    z = torch.from_numpy(rng.standard_normal((2, config.batch_size, generator.z), np.float32)).to(on)
    first, second = generator.map(z[0]), generator.map(z[1])
    change = rng.integers(1, layers, config.batch_size)
    change[rng.random(config.batch_size) > config.mixing] = layers
    lower = torch.from_numpy(np.arange(layers)[None] < change[:, None])[..., None].to(on)
    return torch.where(lower, first[:, None], second[:, None])


def judge(critic: Critic, pictures: torch.Tensor) -> torch.Tensor:
    """(batch, 1) logits, in fp32."""
    with mixed(pictures.device.type):
        return critic(pictures).float()


def critic_turn(parts: dict[str, Any], real: torch.Tensor, fake: torch.Tensor, penalised: bool, config: Config):
    """(loss, logits of the real pictures, logits of the fakes), after one move of the critic."""
    critic = parts["critic"]
    real_logits, fake_logits = judge(critic, real), judge(critic, fake)
    loss = F.softplus(fake_logits - real_logits).mean()
    if penalised:  # in fp32: a gradient of a gradient
        half = config.batch_size // 2
        few = torch.cat([real[:half], fake[:half]]).requires_grad_()
        (gradient,) = torch.autograd.grad(critic(few).sum(), few, create_graph=True)
        penalty = gradient.square().sum((1, 2, 3)).mean() * 2  # R1 + R2
        loss = loss + config.penalty_every * config.penalty_weight / 2 * penalty
    descend(parts["critic_optimizer"], loss)
    return loss.detach(), real_logits.detach(), fake_logits.detach()


def generator_turn(
    parts: dict[str, Any], w: torch.Tensor, fake: torch.Tensor, real_logits: torch.Tensor, step: int, config: Config
):
    """The loss, after one move of the generator, against the critic that has just moved, and of its running mean."""
    generator, ema = parts["generator"], parts["ema"]
    loss = F.softplus(real_logits - judge(parts["critic"], fake)).mean()
    descend(parts["generator_optimizer"], loss)
    with torch.no_grad():
        generator.w_mean.lerp_(w[:, 0].float().mean(0), 0.01)
        average(list(ema.parameters()), list(generator.parameters()), config.ema, step)
        ema.w_mean.copy_(generator.w_mean)
    return loss.detach()


def keep(parts: dict[str, Any], step: int, steps: int, config: Config) -> None:
    """Writes the checkpoint where it is due, and at a mark of the training its weights and a sheet of samples."""
    if step % config.save_every == 0:
        checkpoint(config.folder / "last.pt", step, **parts)
    marks = {max(1, round(mark * steps)): f"at-{100 * mark:g}-percent" for mark in (*config.marks, 1)}
    if step in marks:
        ema, folder = copy.deepcopy(parts["ema"]).cpu(), config.folder / marks[step]
        z = torch.randn(48, ema.z, generator=torch.Generator().manual_seed(0))
        with torch.no_grad():
            save_sheet(to_uint8(ema(z)), folder.with_suffix(".png"), zoom=2)
        save(ema, parts["critic"], folder)


def main(config: Config) -> None:
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    config.folder.mkdir(parents=True, exist_ok=True)
    pictures = reduce(sample()[0][:64]) if config.smoke else load("train", 64)[0]
    parts = build(config)
    generator, on = parts["generator"], device()
    start, steps = resume(config.folder / "last.pt", **parts), 2 if config.smoke else config.steps
    sizes = [sum(p.numel() for p in parts[name].parameters()) for name in ("generator", "critic")]
    print(f"parameters {sizes}, from step {start} to {steps}", flush=True)

    log = Log(steps)
    for step in range(start, steps):
        rng = np.random.default_rng([config.seed, step])  # by step: a resumed run equals an unbroken one
        rate = get_lr(step, config)
        parts["critic_optimizer"].param_groups[0]["lr"] = rate
        for group, share in zip(parts["generator_optimizer"].param_groups, (1, config.mapping_rate), strict=True):
            group["lr"] = share * rate
        index = np.sort(rng.integers(len(pictures), size=config.batch_size))
        real = to_float(torch.from_numpy(pictures[index]).to(on))
        with mixed(on):
            w = styles(generator, rng, config)
            fake = generator.synthesize(w).float()  # both turns take the same: drawing them is most of the work
        loss, real_logits, fake_logits = critic_turn(
            parts, real, fake.detach(), step % config.penalty_every == 0, config
        )
        generator_loss = generator_turn(parts, w, fake, real_logits, step, config)
        log(step + 1, rate, critic=loss, generator=generator_loss, real=real_logits.mean(), fake=fake_logits.mean())
        keep(parts, step + 1, steps, config)


if __name__ == "__main__":
    main(tyro.cli(Config))
