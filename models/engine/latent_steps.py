"""What runs about the β-VAE's latent space yield. Pictures are uint8, (64, 64, 3) unless another shape is named."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.engine.image_steps import PictureStep
from models.engine.steps import Step


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ChangedStep(PictureStep):
    """A decoded face and what the classifier gives for what was asked. Change: before, after. Arithmetic: the mean
    with, the mean of what the face shows instead, the face, the sum."""

    asked_probs: np.ndarray  # (k,) float32, the classifier's probability of each value that was asked for
    count: int = 1  # faces whose mean this is


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class AnomalyStep(Step):
    mse: np.ndarray  # (400,) float32, mean squared difference of picture and reconstruction, in units of 1/255²
    kl: np.ndarray  # (400,) float32, nats


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CompressStep(Step):
    method: str  # "jpeg", "codec" (4×16×16 numbers) or "face" (32 numbers)
    setting: int  # JPEG's quality, or bits for each number
    nbytes: int  # of the whole JPEG file, or of the numbers alone
    header: int  # of these, bytes that say nothing of the picture: JPEG's tables
    psnr: float  # dB, against the original of 128×128 pixels
    picture: np.ndarray  # (128, 128, 3), decoded again; the β-VAE's 64×64 are enlarged (bicubic)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CleanStep(Step):
    sigma: float  # deviation of the noise, of 255
    noisy: np.ndarray
    cleaned: np.ndarray  # decoded from the mu of the noisy picture
    smoothed: np.ndarray  # the mean of each 3×3 places of the noisy picture, to compare
    noisy_psnr: float  # dB, against the picture without noise
    cleaned_psnr: float
    smoothed_psnr: float


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class BlurStep(Step):
    picture: np.ndarray
    recon: np.ndarray
    neighbours: np.ndarray  # (n, 64, 64, 3), nearest first
    numbers: np.ndarray  # (n,) int64, of the shipped sample
    distances: np.ndarray  # (n,) float32, between their numbers and the picture's
    mean: np.ndarray  # of the neighbours, pixel by pixel
    costs: np.ndarray  # (n,) float32: each neighbour as a guess, mean squared error to all n, in units of 1/255²
    mean_cost: float  # the same for their mean
    sharpness: (
        np.ndarray
    )  # (3,) float32 of picture, recon, mean: mean absolute step between neighbouring pixels, of 255


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class MapStep(Step):
    grid: np.ndarray  # (2, side) float32: the values of the first and of the second number
    sheet: (
        np.ndarray
    )  # (bytes,) uint8, a WebP file of side × side pictures: right the first number rises, up the second
    read_values: np.ndarray  # (side, side, 12) int8, the classifier's likeliest values; rows the second number, rising
    mu: np.ndarray  # (400, 2) float32, where the pictures of the sample lie
