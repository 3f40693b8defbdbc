"""What may be asked of the model of shapes, and what it yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step

ShapeClass = Literal["chair", "table", "lamp", "vase"]
Share = Annotated[float, Range(0, 100, 5)]
JUDGED = 256  # points of a cloud that distances are measured with
REFERENCES = 50  # real clouds of each class, to find the nearest among
WALK_POINTS = 512
SIZES: dict[str, tuple[int, int]] = {"chair": (35, 55), "table": (30, 90), "lamp": (30, 80), "vase": (35, 90)}
"""The size that can be asked for, in percent, from the least to the greatest:

chair: height of the middle of the seat, of the whole height; table: height, of the width of its top;
lamp: greatest width of the shade, of the whole height; vase: greatest width, of the height.
"""


def percent(shape: str, share: float) -> float:
    """The size in percent that lies at this share (0 to 100) of the range of its class."""
    low, high = SIZES[shape]
    return low + share / 100 * (high - low)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape(Request):
    """A cloud of points from noise, by flow matching (Lipman et al., arXiv:2210.02747), told a class and a size."""

    kind: ClassVar[str] = "shape"
    family: ClassVar[str] = "shapes"
    brief: ClassVar[bool] = True
    shape: ShapeClass = "chair"
    size: Share = 50
    """Percent of the way from the least to the greatest size of the class (SIZES)."""
    seed: Seed = 1
    points: Annotated[int, Range(256, 4096, 256)] = 1024
    """A smaller cloud is the beginning of a larger one."""
    num_inference_steps: Annotated[int, Range(1, 50)] = 20
    """Equal steps from noise to shape; as many to z before."""
    shuffled: bool = False
    """Whether the points of noise come in another order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ShapeWalk(Request):
    """Clouds on the straight line in z from one shape to another, all from the same noise."""

    kind: ClassVar[str] = "shape-walk"
    family: ClassVar[str] = "shapes"
    brief: ClassVar[bool] = True
    first_guess: ClassVar[float] = 1.0
    shape: ShapeClass = "chair"
    to_shape: ShapeClass = "table"
    size: Share = 50
    seed: Seed = 1
    frames: Annotated[int, Range(2, 17)] = 9
    num_inference_steps: Annotated[int, Range(1, 50)] = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class ShapeNearest(Request):
    """The real cloud nearest to a drawn one by Chamfer distance, among 50 of each class that were never learned from:
    256 points of each."""

    kind: ClassVar[str] = "shape-nearest"
    family: ClassVar[str] = "shapes"
    brief: ClassVar[bool] = True
    first_guess: ClassVar[float] = 1.0
    shape: ShapeClass = "chair"
    size: Share = 50
    seed: Seed = 1
    num_inference_steps: Annotated[int, Range(1, 50)] = 20


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CloudStep(Step):
    points: np.ndarray  # (n, 3) float32: x, y upwards, z; a real shape has a largest half extent of 1
    latents: np.ndarray  # (32,) float32: z, which says what shape it is, in standard deviations of the training's
    position: float  # from 0 to 1: how much of the noise is gone; of a walk, how far it has come
    measured: float  # percent: the size found in the points, as the class defines it (SIZES)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class NearestStep(Step):
    drawn: np.ndarray  # (256, 3) float32
    real: np.ndarray  # (256, 3) float32, the nearest of the 200
    to_real: np.ndarray  # (256,) int: of each drawn point the nearest real one
    to_drawn: np.ndarray  # (256,) int: of each real point the nearest drawn one
    chamfer: float  # mean squared distance, both ways added; half extents squared
    floor: float  # the same of two clouds of the real one's surface
    shape: str  # class of the nearest
    by_class: np.ndarray  # (4,) float32: Chamfer distance to the nearest of each class


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    return (Shape(), Shape(shuffled=True), ShapeWalk(), ShapeNearest())
