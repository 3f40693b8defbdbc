"""The noise that a step predicts: without the words, with them, and what the words change."""

from __future__ import annotations

import numpy as np

from models.diffusion.kinds import DenoiseStep


def unguided(step: DenoiseStep) -> np.ndarray:
    """The noise predicted from the negative prompt alone, (4, 16, 16)."""
    assert step.noise_pred_uncond is not None, "without guidance there is no such part"
    return step.noise_pred_uncond


def worded(step: DenoiseStep) -> np.ndarray:
    """The noise predicted with the prompt, (4, 16, 16)."""
    assert step.noise_pred_text is not None, "without guidance there is no such part"
    return step.noise_pred_text


def difference(step: DenoiseStep) -> np.ndarray:
    """What the words change in the predicted noise, (4, 16, 16)."""
    changes: np.ndarray = worded(step) - unguided(step)
    return changes


def picture_difference(step: DenoiseStep) -> np.ndarray:
    """The same in the predicted clean latents: x̂₀ = (x_t − √(1 − ᾱ)·ε) / √ᾱ, so Δx̂₀ = −√((1 − ᾱ) / ᾱ)·Δε.
    NaN where ᾱ is 0 (the first step of some schedulers): there the noise is x_t itself, whatever the words."""
    a = step.alpha_cumprod
    if a == 0:
        return np.full_like(difference(step), np.nan)
    changes: np.ndarray = -(((1 - a) / a) ** 0.5) * difference(step)
    return changes


def rms(values: np.ndarray) -> float:
    """Root of the mean square: how large numbers are, whatever their sign."""
    return float(np.sqrt(np.mean(np.square(values, dtype=np.float64))))
