"""Pictures that the classifier reads: what the generators' runs yield, and the real pictures beside them.

A GAN's sample is the picture that `Gan` has at its seed, and diffusion's the one that `Denoise` has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step

Count = Annotated[int, Range(2, 16)]
"""How many pictures; picture i has the seed `seed` + i."""
SEEDS = 2**31  # after the last seed comes the first


@dataclass(frozen=True, kw_only=True, slots=True)
class RealSamples(Request):
    """Pictures of the shipped sample, which no generator was trained on: `count` from number `seed` on, around."""

    kind: ClassVar[str] = "real-samples"
    family: ClassVar[str] = "classifier"
    brief: ClassVar[bool] = True
    count: Count = 6
    seed: Seed = 0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SampleStep(Step):
    """One picture, what the classifier reads in it, and how long it took."""

    picture: np.ndarray  # (128, 128, 3) uint8 of diffusion, else (64, 64, 3)
    features: np.ndarray  # (256,) float32, the classifier's, in which distances are measured
    read_values: np.ndarray  # (12,) int64, index of the likeliest value of each attribute
    read_probs: np.ndarray  # (12,) float32, the classifier's probability of it
    milliseconds: float  # of drawing it, decoder included, classifier and others' turns not; 0 for a real one


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PictureStep(Step):
    """A picture and what the classifier reads in it."""

    picture: np.ndarray  # (128, 128, 3) or (64, 64, 3) uint8
    latents: np.ndarray  # what it was decoded from: (4, 16, 16), (32,) or (7, 128) float32
    read_values: np.ndarray  # (12,) int64, index of the likeliest value of each attribute
    read_probs: np.ndarray  # (12,) float32, the classifier's probability of it
    position: float = 0.0  # position on a walk, from 0 (first) to 1 (second)
    critic_logit: float | None = None  # of the GAN: only its distance from other pictures' logits was trained
    critic_prob: float | None = None  # mean chance, over 64 real pictures, that the critic prefers this one


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    return (RealSamples(),)
