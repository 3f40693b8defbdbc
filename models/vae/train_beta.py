"""Train the VAE on 64x64 pictures: 32 global numbers, or 2 for the map.

    python -m models.vae.train_beta                   resumes by itself from its last checkpoint
    python -m models.vae.train_beta --latent 2        the map
    python -m models.vae.train_beta --widths 16 32 48 64 --pictures 6000 --beta 10 --folder FOLDER
                                                      one of the four small ones that differ in β alone
    python -m models.vae.train_beta --smoke           the whole program on a few pictures, in seconds

In bf16 where the hardware does it (models/training.py). Wall time and machine: recipe.md.
Data: python -m models.avatars.dataset.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import tyro

from models.avatars.attributes import ATTRIBUTES, FACE, NAMES, labels
from models.avatars.dataset import CACHE, load, reduce, sample
from models.avatars.tensors import psnr, save_sheet, to_float, to_uint8
from models.training import Log, checkpoint, descend, device, mixed, resume, set_rate
from models.vae.beta import BetaVAE, save


@dataclass(frozen=True)
class Config:
    folder: Path = CACHE / "training"
    latent: int = 32
    widths: tuple[int, int, int, int] = (32, 64, 128, 192)
    """Channels of the four levels."""
    beta: float = 1.0
    sigma: float = 0.25
    """Deviation of the Gaussian around each pixel: small asks for sharp pictures, large for a tidy latent."""
    face_weight: float = 4.0
    """How many times a pixel of FACE counts: brows, eyes and mouth are small, and without it the model blurs them."""
    pictures: int = 24_000
    """How many of the training pictures are learned from."""
    steps: int = 9000
    batch_size: int = 64
    learning_rate: float = 2e-3
    seed: int = 0
    save_every: int = 200
    threads: int = 2
    smoke: bool = False


def get_lr(step: int, config: Config) -> float:
    return config.learning_rate * min(1, (step + 1) / 50, 2 * (1 - step / config.steps) + 0.01)


def losses(vae: BetaVAE, x: torch.Tensor, noise: torch.Tensor, config: Config) -> dict[str, torch.Tensor]:
    """Of pictures x (batch, 3, 64, 64) in [-1, 1]: `recon` and `kl` in nats per picture, `mse` all over and in FACE."""
    with mixed(x.device.type):
        mu, logvar = (part.float() for part in vae.encode(x))
        decoded = vae.decode(mu + (logvar / 2).exp() * noise)
    squared = (decoded.float() - x).square()
    face = squared[..., *FACE]
    nats = (squared.sum() + (config.face_weight - 1) * face.sum()) / len(x) / (2 * config.sigma**2)
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1).mean()
    return {"recon": nats, "kl": kl, "mse": squared.mean(), "face": face.mean()}  # recon: up to a constant


@torch.no_grad()
def means(vae: BetaVAE, pictures: np.ndarray) -> torch.Tensor:
    return torch.cat([vae.encode(to_float(pictures[i : i + 200]))[0] for i in range(0, len(pictures), 200)])


@torch.no_grad()
def finish(vae: BetaVAE, train: np.ndarray, rows: np.ndarray, test: np.ndarray, folder: Path) -> None:
    """Saves the model and the means of attributes; reports how well it reconstructs, and draws a sheet."""
    vae.eval().cpu()
    save(vae, folder / "weights", value_means(means(vae, train[:8000]), rows[:8000]))
    recon = to_uint8(vae.decode(means(vae, test[:1000])))
    prior = to_uint8(vae.decode(torch.randn(16, vae.latent)))
    print(f"PSNR {psnr(np.asarray(test[: len(recon)]), recon):.2f} dB on {len(recon)} test pictures of 64x64")
    shape = 2, 8, 64, 64, 3
    pairs = np.stack([test[:16].reshape(shape), recon[:16].reshape(shape)], 1).reshape(-1, 64, 64, 3)
    save_sheet(np.concatenate([pairs, prior]), folder / "sheet.png", zoom=2)


def value_means(mu: torch.Tensor, rows: np.ndarray) -> dict[str, torch.Tensor]:
    """{"glasses/sunglasses": mean latent of pictures that visibly show it}, for every value of every attribute."""
    seen = labels(rows)
    return {
        f"{attribute}/{name}": mu[torch.from_numpy(seen[:, i] == j)].mean(0)
        for i, attribute in enumerate(ATTRIBUTES)
        for j, name in enumerate(NAMES[attribute])
    }


def main(config: Config) -> None:
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    folder = config.folder / f"beta-{config.latent}"
    folder.mkdir(parents=True, exist_ok=True)
    if config.smoke:
        train, rows, test = reduce(sample()[0][:64]), sample()[1][:64], reduce(sample()[0][:32])
    else:
        (train, rows), (test, _) = load("train", 64), load("test", 64)
        train, rows = train[: config.pictures], rows[: config.pictures]
    on = device()
    vae = BetaVAE(config.latent, config.widths).to(on, memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(vae.parameters(), config.learning_rate, weight_decay=1e-3, fused=True)
    last = folder / "last.pt"
    start = resume(last, vae=vae, optimizer=optimizer)
    steps = 2 if config.smoke else config.steps
    print(f"{sum(p.numel() for p in vae.parameters()):,} parameters, from step {start} to {steps}", flush=True)

    log = Log(steps)
    for step in range(start, steps):
        rng = np.random.default_rng([config.seed, step])  # by step: a resumed run equals an unbroken one
        x = to_float(torch.from_numpy(train[np.sort(rng.integers(len(train), size=config.batch_size))]).to(on))
        noise = torch.from_numpy(rng.standard_normal((len(x), config.latent), np.float32)).to(on)
        set_rate(optimizer, get_lr(step, config))
        parts = losses(vae, x, noise, config)
        descend(
            optimizer, (parts["recon"] + config.beta * min(1, step / 300) * parts["kl"]) / 1000, list(vae.parameters())
        )
        log(step + 1, get_lr(step, config), **parts)
        if (step + 1) % config.save_every == 0:
            checkpoint(last, step + 1, vae=vae, optimizer=optimizer)
    finish(vae, train, rows, test, folder)


if __name__ == "__main__":
    main(tyro.cli(Config))
