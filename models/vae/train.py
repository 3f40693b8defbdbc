"""Train the picture codec (128x128x3 <-> 16x16x4).

    python -m models.vae.train                     from nothing; resumes by itself from its last checkpoint
    python -m models.vae.train --init FOLDER       from the weights of an earlier codec
    python -m models.vae.train --decoder-only --init FOLDER     stored latents stay valid: only the decoder learns
    python -m models.vae.train --smoke             the whole program on a tiny codec, in seconds

In bf16 where the hardware does it (models/training.py). Wall time and machine: recipe.md.
Data: python -m models.avatars.dataset.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import tyro
from diffusers import AutoencoderKL

from models.avatars.dataset import CACHE, load, sample
from models.avatars.tensors import psnr, save_sheet, to_float, to_uint8
from models.training import Log, average, checkpoint, descend, device, mixed, resume, set_rate
from models.vae.net import build_codec, fold


@dataclass(frozen=True)
class Config:
    folder: Path = CACHE / "training" / "vae"
    init: Path | None = None
    """Start from the weights of this codec folder."""
    decoder_only: bool = False
    steps: int = 6000
    batch_size: int = 8
    learning_rate: float = 1e-3
    warm_up: int = 50
    decay_from: float = 0.4
    """The learning rate falls linearly to 2 % from this share of the steps on; most of the quality comes there."""
    kl_weight: float = 1e-6
    mse_weight: float = 1.0
    edge_weight: float = 1.0
    ema: float = 0.998
    seed: int = 0
    save_every: int = 100
    threads: int = 2
    smoke: bool = False


def get_lr(step: int, config: Config) -> float:
    left = (1 - step / config.steps) / (1 - config.decay_from)
    return config.learning_rate * min(1, (step + 1) / config.warm_up, max(0.02, left))


def edges(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return x[..., 1:, :] - x[..., :-1, :], x[..., 1:] - x[..., :-1]


@torch.no_grad()
def reconstruct(codec: AutoencoderKL, pictures: np.ndarray, batch_size: int = 25) -> np.ndarray:
    parts = (to_float(pictures[i : i + batch_size]).to(codec.device) for i in range(0, len(pictures), batch_size))
    return np.concatenate([to_uint8(codec.decode(codec.encode(x).latent_dist.mode()).sample.cpu()) for x in parts])


@torch.no_grad()
def standardise(codec: AutoencoderKL, pictures: np.ndarray) -> None:
    """Write each latent channel's mean and deviation into the 1x1 convolutions: latents of mean 0 and deviation 1."""
    parts = (to_float(pictures[i : i + 50]).to(codec.device) for i in range(0, len(pictures), 50))
    z = torch.cat([codec.encode(x).latent_dist.mode() for x in parts])
    mean, deviation = z.mean((0, 2, 3)), z.std((0, 2, 3))
    fold(codec, torch.diag(1 / deviation), -mean / deviation)


def losses(codec: AutoencoderKL, x: torch.Tensor, noise: torch.Tensor, config: Config) -> dict[str, torch.Tensor]:
    """The loss and its parts for pictures x (batch, 3, 128, 128) in [-1, 1]."""
    with mixed(x.device.type):
        posterior = codec.encode(x).latent_dist
        decoded = codec.decode(posterior.mean + posterior.std * noise).sample
    mean, logvar, difference = posterior.mean.float(), posterior.logvar.float(), decoded.float() - x
    mse = difference.square().mean()
    edge = sum(e.abs().mean() for e in edges(difference))
    kl = 0.5 * (mean**2 + logvar.exp() - 1 - logvar).sum((1, 2, 3)).mean()  # nats per picture
    pixels = difference.abs().mean() + config.mse_weight * mse + config.edge_weight * edge
    return {"loss": pixels + config.kl_weight * kl, "mse": mse, "edge": edge, "kl": kl}


def finish(codec: AutoencoderKL, train: np.ndarray, test: np.ndarray, config: Config) -> None:
    """Standardises the latents where the encoder has learned, reports how well the codec reconstructs, and saves it."""
    if not config.decoder_only:
        standardise(codec, train[: 32 if config.smoke else 3000])
    count = 32 if config.smoke else 400
    recon = reconstruct(codec, test[:count])
    print(f"PSNR {psnr(np.asarray(test[:count]), recon):.2f} dB on {count} test pictures")
    save_sheet(
        np.stack([test[:24].reshape(3, 8, 128, 128, 3), recon[:24].reshape(3, 8, 128, 128, 3)], 1).reshape(
            -1, 128, 128, 3
        ),
        config.folder / "sheet.png",
    )
    codec.save_pretrained(config.folder / "codec")


def main(config: Config) -> None:
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    config.folder.mkdir(parents=True, exist_ok=True)
    if config.smoke:
        train = test = sample()[0][:32]
        codec = build_codec((8, 8, 8, 8))
    else:
        (train, _), (test, _) = load("train"), load("test")
        codec = build_codec() if config.init is None else AutoencoderKL.from_pretrained(config.init)
    on = device()
    codec.to(on, memory_format=torch.channels_last)
    if config.decoder_only:
        codec.encoder.requires_grad_(False)
        codec.quant_conv.requires_grad_(False)
    parameters = [p for p in codec.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, config.learning_rate, betas=(0.9, 0.99), weight_decay=0, fused=True)
    ema = [p.detach().clone() for p in parameters]
    last = config.folder / "last.pt"
    start, steps = resume(last, codec=codec, optimizer=optimizer, ema=ema), 2 if config.smoke else config.steps
    print(f"{sum(p.numel() for p in parameters):,} parameters, from step {start} to {steps}", flush=True)

    log = Log(steps)
    for step in range(start, steps):
        rng = np.random.default_rng([config.seed, step])  # by step: a resumed run equals an unbroken one
        index = np.sort(rng.integers(len(train), size=config.batch_size))
        x = to_float(torch.from_numpy(train[index]).to(on))
        noise = rng.standard_normal((len(x), 4, x.shape[2] // 8, x.shape[3] // 8), np.float32)
        set_rate(optimizer, get_lr(step, config))
        parts = losses(codec, x, torch.from_numpy(noise).to(on), config)
        descend(optimizer, parts["loss"], parameters)
        average(ema, parameters, config.ema, step)
        log(step + 1, get_lr(step, config), **parts)
        if (step + 1) % config.save_every == 0 or step + 1 == steps:
            checkpoint(last, step + 1, codec=codec, optimizer=optimizer, ema=ema)

    for p, mean in zip(parameters, ema, strict=True):
        p.data.copy_(mean)
    finish(codec, train, test, config)


if __name__ == "__main__":
    main(tyro.cli(Config))
