"""The numbers of a walk that the lesson's sentences name, and the answer to its prediction."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from models.avatars.attributes import FACE
from models.engine import Trace
from models.vae.kinds import EncodeStep
from pages.basics import memo
from pages.basics.language import _
from pages.chapters.latent_space.walk import ends, length, paths

PIXEL = 0.25  # deviation of the Gaussian around each pixel, in the training's units: pictures from −1 to 1
FACE_WEIGHT = 4  # how many times a pixel of brows, eyes and mouth counts
VALUES = 64 * 64 * 3
ALMOST, NEARER = 0.9, 0.7  # of the mean distance of both ends from the middle
Floats = TypeVar("Floats", float, NDArray[np.floating])


def psnr(step: EncodeStep) -> float:
    return float(10 * np.log10(255**2 / max(step.mse, 1e-3)))


def decibels(value: float) -> str:
    return _("{db:.1f} dB").format(db=value)


def score(mse: Floats, kl: Floats) -> Floats:
    """What the model was trained to keep low, at z = μ, but with each pixel counted once.

    mse: of 64×64 pixels in three colours, in squared levels of 255.
    """
    return mse * (VALUES * (2 / 255) ** 2 / (2 * PIXEL**2)) + kl


def error(step: EncodeStep) -> float:
    """The error in nats as the loss counts it, at z = μ."""
    squared = ((step.picture.astype(np.float64) - step.recon) * 2 / 255) ** 2
    return float((squared.sum() + (FACE_WEIGHT - 1) * squared[FACE].sum()) / (2 * PIXEL**2))


def answer(start: float, middle: float, end: float) -> str:
    """How much nearer to the middle of the space the straight line comes than its ends are on average. It never leads
    farther out: the mean of two vectors is no longer than the mean of their lengths."""
    mean = (start + end) / 2
    return "almost" if middle >= ALMOST * mean else "nearer" if middle >= NEARER * mean else "much_nearer"


def of(trace: Trace) -> dict[str, Any]:
    return memo.of(trace, "numbers", lambda: _measured(trace))


def _measured(trace: Trace) -> dict[str, Any]:
    a, b = ends(trace)
    frames = paths(trace)
    half = len(frames["linear"]) // 2
    start, end = float(np.linalg.norm(a.mu)), float(np.linalg.norm(b.mu))
    sigma = np.exp(a.logvar / 2)
    angle = float(np.arccos(np.clip(a.mu @ b.mu / (start * end), -1, 1)))
    middle = length(frames["linear"][half])
    return {
        "values": VALUES,
        "psnr": psnr(a),
        "psnr_second": psnr(b),
        "beta": 1,  # as in training
        "kl": a.kl,
        "kl_second": b.kl,
        "sigma_mean": float(sigma.mean()),
        "mu": float(a.mu[0]),
        "sigma": float(sigma[0]),
        "logvar": float(a.logvar[0]),
        "error": error(a),
        "start": start,
        "middle": middle,
        "end": end,
        "mean": (start + end) / 2,
        "arc": length(frames["spherical"][half]),
        "angle": float(np.degrees(angle)),
        "share": frames["linear"][half].position,
        "answer_key": answer(start, middle, end),
    }
