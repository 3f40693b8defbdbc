"""Train the picture GAN on 64x64 pictures: relativistic loss, lazy R1 and R2, EMA of the generator.

The relativistic loss compares each fake with a real picture (Jolicoeur-Martineau, arXiv:1807.00734); with a penalty on
the critic's gradient at real and at fake pictures it converges where the plain one drops modes (Huang et al.,
arXiv:2501.05441).

    python -m models.gan.train             resumes by itself from its last checkpoint
    python -m models.gan.train --smoke     the whole program on a few pictures, in seconds

Wall time and machine: recipe.md. Data: python -m models.avatars.dataset.
"""

import copy
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
import tyro

from models.avatars.dataset import CACHE, load, reduce, sample
from models.avatars.tensors import save_sheet, to_float, to_uint8
from models.gan.net import Critic, Generator, save


@dataclass(frozen=True)
class Config:
    folder: Path = CACHE / "training" / "gan"
    steps: int = 20_000
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
    ema: float = 0.998
    marks: tuple[float, ...] = (0.01, 0.03, 0.1, 0.3)
    seed: int = 0
    save_every: int = 200
    threads: int = 2
    smoke: bool = False


def get_lr(step: int, config: Config) -> float:
    return config.learning_rate * min(1, max(0.05, (1 - step / config.steps) / (1 - config.decay_from)))


def main(config: Config) -> None:
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    config.folder.mkdir(parents=True, exist_ok=True)
    pictures = reduce(sample()[0][:64]) if config.smoke else load("train", 64)[0]
    generator = Generator().to(memory_format=torch.channels_last)
    critic = Critic().to(memory_format=torch.channels_last)
    ema = copy.deepcopy(generator).eval()
    mapping = [p for name, p in generator.named_parameters() if name.startswith("mapping.")]
    others = [p for name, p in generator.named_parameters() if not name.startswith("mapping.")]
    generator_optimizer = torch.optim.Adam(
        [{"params": others}, {"params": mapping}], config.learning_rate, betas=(0.0, 0.99), fused=True
    )
    critic_optimizer = torch.optim.Adam(critic.parameters(), config.learning_rate, betas=(0.0, 0.99), fused=True)
    parts = {"generator": generator, "critic": critic, "ema": ema,
             "generator_optimizer": generator_optimizer, "critic_optimizer": critic_optimizer}  # fmt: skip
    start, last = 0, config.folder / "last.pt"
    if last.exists():
        state = torch.load(last)
        start = state.pop("step")
        for name, content in state.items():
            parts[name].load_state_dict(content)
    steps = 2 if config.smoke else config.steps
    sizes = [sum(p.numel() for p in m.parameters()) for m in (generator, critic)]
    print(f"parameters {sizes}, from step {start} to {steps}", flush=True)

    def styles(rng: np.random.Generator) -> torch.Tensor:
        """(batch, 7, 128): one w for all layers, or two that change over at a random layer."""
        z = torch.from_numpy(rng.standard_normal((2, config.batch_size, generator.z), np.float32))
        first, second = generator.map(z[0]), generator.map(z[1])
        change = rng.integers(1, len(generator.layers), config.batch_size)
        change[rng.random(config.batch_size) > config.mixing] = len(generator.layers)
        lower = torch.from_numpy(np.arange(len(generator.layers))[None] < change[:, None])[..., None]
        return torch.where(lower, first[:, None], second[:, None])

    tick, mean = time.time(), []
    for step in range(start, steps):
        rng = np.random.default_rng([config.seed, step])  # by step: a resumed run equals an unbroken one
        rate = get_lr(step, config)
        critic_optimizer.param_groups[0]["lr"] = rate
        for group, share in zip(generator_optimizer.param_groups, (1, config.mapping_rate), strict=True):
            group["lr"] = share * rate
        real = to_float(pictures[np.sort(rng.integers(len(pictures), size=config.batch_size))])
        with torch.no_grad():
            fake = generator.synthesize(styles(rng))
        real_logits, fake_logits = critic(real), critic(fake)
        critic_loss = F.softplus(fake_logits - real_logits).mean()
        if step % config.penalty_every == 0:
            half = config.batch_size // 2
            few = torch.cat([real[:half], fake[:half]]).requires_grad_()
            (gradient,) = torch.autograd.grad(critic(few).sum(), few, create_graph=True)
            penalty = gradient.square().sum((1, 2, 3)).mean() * 2  # R1 + R2
            critic_loss = critic_loss + config.penalty_every * config.penalty_weight / 2 * penalty
        critic_optimizer.zero_grad(set_to_none=True)
        critic_loss.backward()
        critic_optimizer.step()

        w = styles(rng)
        generator_loss = F.softplus(real_logits.detach() - critic(generator.synthesize(w))).mean()
        generator_optimizer.zero_grad(set_to_none=True)
        generator_loss.backward()
        generator_optimizer.step()
        with torch.no_grad():
            generator.w_mean.lerp_(w[:, 0].mean(0), 0.01)
            share = 1 - min(config.ema, (1 + step) / (10 + step))
            torch._foreach_lerp_(list(ema.parameters()), list(generator.parameters()), share)
            ema.w_mean.copy_(generator.w_mean)
        mean.append((critic_loss.item(), generator_loss.item(), real_logits.mean().item(), fake_logits.mean().item()))

        if time.time() - tick > 60 or step + 1 == steps:
            m, speed = np.mean(mean, 0), len(mean) / (time.time() - tick)
            print(f"step {step + 1} critic {m[0]:.3f} generator {m[1]:.3f} logits real {m[2]:.2f} fake {m[3]:.2f} "
                  f"lr {get_lr(step, config):.1e} {speed:.2f} steps/s", flush=True)  # fmt: skip
            tick, mean = time.time(), []
        if (step + 1) % config.save_every == 0:
            torch.save({k: m.state_dict() for k, m in parts.items()} | {"step": step + 1}, last.with_suffix(".part"))
            last.with_suffix(".part").rename(last)
        marks = {max(1, round(mark * steps)): f"at-{100 * mark:g}-percent" for mark in (*config.marks, 1)}
        if step + 1 in marks:
            z = torch.randn(48, ema.z, generator=torch.Generator().manual_seed(0))
            with torch.no_grad():
                save_sheet(to_uint8(ema(z)), config.folder / f"{marks[step + 1]}.png", zoom=2)
            save(ema, critic, config.folder / marks[step + 1])


if __name__ == "__main__":
    main(tyro.cli(Config))
