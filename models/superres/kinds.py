"""What may be asked of the super-resolution network, and what it yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from models.avatars.pictures import Picture
from models.engine.requests import Request
from models.engine.steps import Step


@dataclass(frozen=True, kw_only=True, slots=True)
class Enlarge(Request):
    """A picture reduced to 16×16 and enlarged to 64×64: bicubic, and by super-resolution."""

    kind: ClassVar[str] = "enlarge"
    family: ClassVar[str] = "superres"
    brief: ClassVar[bool] = True
    picture: Picture = "sample:0"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class EnlargeStep(Step):
    original: np.ndarray  # (64, 64, 3) uint8
    small: np.ndarray  # (16, 16, 3) uint8: all that the network sees
    bicubic: np.ndarray  # (64, 64, 3) uint8
    enlarged: np.ndarray  # (64, 64, 3) uint8, the network's
    bicubic_psnr: float  # dB, against the original
    enlarged_psnr: float
