"""What the process of the diffusion model holds."""

from __future__ import annotations

from dataclasses import dataclass

from diffusers import StableDiffusionPipeline, UNet2DConditionModel

from models.classifier.net import Classifier
from models.diffusion.batch import Together


@dataclass(frozen=True)
class Model:
    pipe: StableDiffusionPipeline
    classifier: Classifier
    sha256: str
    together: Together
    student: UNet2DConditionModel
    student_sha256: str
