"""A few pictures of each family, without words, for comparing families. Picture i has the seed `seed` + i.

A GAN's picture is the one that `Gan` has at its seed, and diffusion's the one that `Denoise` has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from models.engine.image_requests import Scheduler
from models.engine.requests import Range, Request, Seed
from models.engine.steps import Step

Count = Annotated[int, Range(2, 16)]


@dataclass(frozen=True, kw_only=True, slots=True)
class RealSamples(Request):
    """Pictures of the shipped sample, which no generator was trained on: `count` from number `seed` on, around."""

    kind: ClassVar[str] = "real-samples"
    family: ClassVar[str] = "gan"  # any process that has the judge; this one starts soonest
    brief: ClassVar[bool] = True
    count: Count = 6
    seed: Seed = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class VaeSamples(Request):
    """Pictures of the β-VAE's prior: 32 independent normal numbers, decoded."""

    kind: ClassVar[str] = "vae-samples"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    count: Count = 6
    temperature: Annotated[float, Range(0, 1.5, 0.05)] = 1.0
    """No unit. Multiplies the numbers: 1 as in training, 0 is the decoder's middle."""
    seed: Seed = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class GanSamples(Request):
    kind: ClassVar[str] = "gan-samples"
    family: ClassVar[str] = "gan"
    brief: ClassVar[bool] = True
    count: Count = 6
    truncation_psi: Annotated[float, Range(0, 1.5, 0.05)] = 1.0
    """No unit. 1 leaves w as it is, 0 gives everyone the mean face."""
    seed: Seed = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class DiffusionSamples(Request):
    """Pictures of the empty prompt, one network pass a step."""

    kind: ClassVar[str] = "diffusion-samples"
    family: ClassVar[str] = "diffusion"
    count: Count = 6
    num_inference_steps: Annotated[int, Range(1, 50)] = 20
    scheduler: Scheduler = "dpm++"
    seed: Seed = 0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class OnTheWayStep(Step):
    """One pass of diffusion towards the next picture: nothing to see yet, but others may have their turn."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SampleStep(Step):
    """One picture, what the classifier reads in it, and how long it took."""

    picture: np.ndarray  # (128, 128, 3) uint8 of diffusion, else (64, 64, 3)
    features: np.ndarray  # (256,) float32, the classifier's, in which distances are measured
    read_values: np.ndarray  # (12,) int64, index of the likeliest value of each attribute
    read_probs: np.ndarray  # (12,) float32, the classifier's probability of it
    milliseconds: float  # of drawing it, decoder included, classifier and others' turns not; 0 for a real one
