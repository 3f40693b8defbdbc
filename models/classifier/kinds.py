"""Pictures that the classifier reads: what the generators' runs yield, and the real pictures beside them.

A GAN's sample is the picture that `Gan` has at its seed, and diffusion's the one that `Denoise` has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.avatars.attributes import NAMES
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


METRICS = ("frechet", "kernel", "score", "precision", "recall", "memorisation")
"""In the order in which a FaultStep has them. Of the score, precision and recall, more is better."""
HIGHER_IS_BETTER = (False, False, True, True, True, False)
SPLITS = 20  # of the 400 real pictures, into 200 candidates and 200 to compare with
SHOWN = 4  # candidates that are shown
BLUR_PIXELS, NOISE_LEVELS = 4.0, 100.0  # at strength 1: radius of 64 × 64 pixels; standard deviation, of 255
SHOWN_OFF = 16  # pictures of the showcase
HAIR = len(NAMES["top"])  # styles
THRESHOLD = 0.3  # nearest cosine distance below which candidates count as copies; of real pictures it is about 0.37


def kept_styles(strength: float) -> int:
    """How many hair styles are left where some are dropped: at least one."""
    return HAIR - round(strength * (HAIR - 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault(Request):
    """Real pictures with a fault, judged by six metrics against other real pictures.

    Sources: Fréchet distance, Heusel et al., arXiv:1706.08500; kernel distance, Bińkowski et al., arXiv:1801.01401;
    Inception score, Salimans et al., arXiv:1606.03498; precision and recall, Kynkäänniemi et al., arXiv:1904.06991;
    memorisation-informed, Bai et al., arXiv:2106.03062.
    """

    kind: ClassVar[str] = "fault"
    family: ClassVar[str] = "classifier"
    first_guess: ClassVar[float] = 4.0
    fault: Literal["blur", "noise", "dropped", "copies", "one_face", "showcase"] = "blur"
    strength: Annotated[float, Range(0, 1, 0.05)] = 0.25
    """Blur: in 4 pixels' radius; noise: in 100 levels' deviation; dropped: share of the other 14 hair styles that are
    missing; else the share of pictures that are copies, one face, or from a showcase of 16."""
    seed: Seed = 0
    """Of the splits, and of the noise."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class FaultStep(Step):
    """What the metrics give for candidates as they were and with the fault, split by split."""

    before: np.ndarray  # (SHOWN, 64, 64, 3) uint8, candidates of the first split
    after: np.ndarray  # (SHOWN, 64, 64, 3) uint8, what stands in for them
    clean: np.ndarray  # (SPLITS, 6) float64, in the order of METRICS: distances and scores without unit, shares 0 … 1
    faulty: np.ndarray  # (SPLITS, 6) float64, the same with the fault


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class DistanceStep(Step):
    """Fréchet distances of sets of n pictures to the same reference of real ones, in the classifier's features."""

    count: int  # pictures in each set
    made: np.ndarray  # (sets,) float64, of a generator
    real: np.ndarray  # (sets,) float64, of real pictures that are not in the reference


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ReadingsStep(Step):
    """What the classifier reads in some pictures, and the first of them to look at."""

    read_values: np.ndarray  # (n, 12) int64, index of the likeliest value of each attribute
    shown: np.ndarray  # (SHOWN, 64, 64, 3) uint8


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


FAULTS = (
    Fault(),
    Fault(fault="noise", strength=0.4),
    Fault(fault="dropped", strength=0.5),
    Fault(fault="copies", strength=0.5),
    Fault(fault="copies", strength=0.1),
    Fault(fault="one_face", strength=1.0),
    Fault(fault="showcase", strength=1.0),
)
"""Faults and cheats side by side."""


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    return (RealSamples(), *FAULTS)
