"""What the 32 numbers keep and what they lose: strange pictures, bytes against error, noise taken away, and blur."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import torch
from PIL import Image

from models.avatars.tensors import to_uint8
from models.engine.steps import Step
from models.vae.coding import BATCH, Models, decode, mse, pictures, pixels, posterior, psnr, sample_posterior
from models.vae.kinds import AnomalyStep, Blur, BlurStep, Clean, CleanStep, Compress, CompressStep

QUALITIES = (1, 5, 10, 20, 35, 50, 75, 90, 95)  # of JPEG
CODEC_BITS, FACE_BITS = (1, 2, 3, 4, 5, 6, 8), (1, 2, 3, 4, 6, 8, 16)  # a number
REACH = 4.0  # standard deviations: numbers are stored between −4 and 4
LOUDEST = 128.0  # deviation of the strongest noise, of 255


@torch.no_grad()
def anomaly(model: Models) -> Iterator[Step]:
    mu, logvar = sample_posterior(model.face)
    recon = np.concatenate([to_uint8(model.face.decode(part)) for part in mu.split(BATCH)])
    error = ((recon.astype(np.float32) - pictures()) ** 2).mean((1, 2, 3))
    yield AnomalyStep(passes=2, mse=error, kl=(0.5 * (mu**2 + logvar.exp() - 1 - logvar)).sum(1).numpy())


def rounded(z: torch.Tensor, bits: int) -> torch.Tensor:
    """Each number as the middle of one of 2^bits equal steps from −4 to 4."""
    width = 2 * REACH / 2**bits
    return ((z.clamp(-REACH, REACH) + REACH) / width).floor().clamp(max=2**bits - 1) * width + width / 2 - REACH


@torch.no_grad()
def compress(model: Models, request: Compress) -> Iterator[Step]:
    picture = pixels(request.picture, "codec")

    def step(method: str, setting: int, nbytes: int, stored: np.ndarray, header: int = 0) -> CompressStep:
        return CompressStep(
            passes=1,
            method=method,
            setting=setting,
            nbytes=nbytes,
            header=header,
            psnr=psnr(stored, picture),
            picture=stored,
        )

    for quality in QUALITIES:
        file = io.BytesIO()
        Image.fromarray(picture).save(file, "JPEG", quality=quality, optimize=True)
        data = file.getvalue()
        yield step("jpeg", quality, len(data), np.asarray(Image.open(io.BytesIO(data))), scan(data))
    latents = posterior(model, picture, "codec")[0]
    for bits in CODEC_BITS:
        yield step("codec", bits, latents.numel() * bits // 8, decode(model, rounded(latents, bits), "codec"))
    mu = posterior(model, pixels(request.picture, "face"), "face")[0]
    for bits in FACE_BITS:
        small = Image.fromarray(decode(model, rounded(mu, bits), "face"))
        large = np.asarray(small.resize((128, 128), Image.Resampling.BICUBIC))
        yield step("face", bits, mu.numel() * bits // 8, large)


def scan(jpeg: bytes) -> int:
    """Where the pixels' own bytes begin in a JPEG file: after the marker FFDA and its header, whose length it names."""
    start = jpeg.index(b"\xff\xda")
    return start + 2 + int.from_bytes(jpeg[start + 2 : start + 4], "big")


@torch.no_grad()
def clean(model: Models, request: Clean) -> Iterator[Step]:
    picture = pixels(request.picture, "face")
    noise = torch.randn(picture.shape, generator=torch.Generator().manual_seed(request.seed)).numpy()
    for sigma in np.linspace(0, LOUDEST, request.frames).tolist():
        noisy = np.clip(np.rint(picture + sigma * noise), 0, 255).astype(np.uint8)
        cleaned, smoothed = decode(model, posterior(model, noisy, "face")[0], "face"), smooth(noisy)
        yield CleanStep(
            passes=2,
            sigma=sigma,
            noisy=noisy,
            cleaned=cleaned,
            smoothed=smoothed,
            noisy_psnr=psnr(noisy, picture),
            cleaned_psnr=psnr(cleaned, picture),
            smoothed_psnr=psnr(smoothed, picture),
        )


def smooth(picture: np.ndarray) -> np.ndarray:
    """The mean of each 3×3 places; the border is repeated."""
    wide = np.pad(picture.astype(np.float32), ((1, 1), (1, 1), (0, 0)), mode="edge")
    h, w, _ = picture.shape
    return np.rint(sum(wide[i : i + h, j : j + w] for i in range(3) for j in range(3)) / 9).astype(np.uint8)


@torch.no_grad()
def blur(model: Models, request: Blur) -> Iterator[Step]:
    name = request.model
    picture = pixels(request.picture, name)
    z = posterior(model, picture, name)[0]
    distance = (sample_posterior(getattr(model, name))[0] - z).norm(dim=1).numpy()
    others = np.flatnonzero((pictures() != picture).any((1, 2, 3)))
    numbers = others[np.argsort(distance[others], kind="stable")[: request.neighbours]]
    near = pictures()[numbers]
    mean = np.rint(near.mean(0, dtype=np.float32)).astype(np.uint8)
    recon = decode(model, z, name)
    yield BlurStep(
        passes=2,
        picture=picture,
        recon=recon,
        neighbours=near,
        numbers=numbers,
        distances=distance[numbers],
        mean=mean,
        costs=np.array([np.mean([mse(guess, x) for x in near]) for guess in near], np.float32),
        mean_cost=float(np.mean([mse(mean, x) for x in near])),
        sharpness=np.array([steepness(x) for x in (picture, recon, mean)], np.float32),
    )


def steepness(picture: np.ndarray) -> float:
    """Mean absolute step between neighbouring pixels, of 255."""
    x = picture.astype(np.float32)
    return float((np.abs(np.diff(x, axis=0)).mean() + np.abs(np.diff(x, axis=1)).mean()) / 2)
