"""Runs of the model of shapes: a cloud out of noise, a walk between two shapes, the nearest real cloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.steps import Step
from models.shapes.distance import chamfer, matrix
from models.shapes.furniture import CLASSES
from models.shapes.kinds import JUDGED, WALK_POINTS, CloudStep, NearestStep, Shape, ShapeNearest, ShapeWalk, percent
from models.shapes.net import CODE, WEIGHTS, Shapes, load_shapes, told, walk
from models.shapes.references import references
from models.shapes.sizes import measured
from models.weights import shipped

MOST_POINTS = 4096


@dataclass(frozen=True)
class Model:
    network: Shapes
    references: Tensor  # (200, 512, 3): real clouds, the classes in turn; the second half of the points is for `floor`
    sha256: str


def load() -> Model:
    """Raises StoreError where the weights are not whole."""
    sha256 = shipped.verify(WEIGHTS)
    return Model(load_shapes(), torch.from_numpy(references()).float(), sha256)


def describe(model: Model, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name="Furniture flow", sha256=model.sha256, arithmetic="fp32")


@torch.no_grad()
def latents(network: Shapes, shape: str, size: float, seed: int, steps: int) -> Tensor:
    """z, (1, 32), in standard deviations: from noise of this seed, told the class and the size (share of its range)."""
    noise = torch.randn(1, 1, CODE, generator=torch.Generator().manual_seed(seed))
    words = told(torch.tensor([CLASSES.index(shape)]), torch.tensor([percent(shape, size)]))
    *_, z = walk(network.prior, noise, words, steps)
    return z[:, 0]


def noise_of(seed: int, points: int) -> Tensor:
    """(1, points, 3). Of one seed, few points are the first of many."""
    generator = torch.Generator().manual_seed((seed + 1) % 2**31)
    return torch.randn(1, MOST_POINTS, 3, generator=generator)[:, :points]


@torch.no_grad()
def decode(network: Shapes, z: Tensor, noise: Tensor, steps: int) -> Iterator[Tensor]:
    """The cloud (1, points, 3) after each step, from z in standard deviations."""
    return walk(network.decoder, noise, z * network.z_deviation + network.z_mean, steps)


@torch.no_grad()
def cloud(model: Model, request: Shape) -> Iterator[Step]:
    """The noise, and then the cloud after each step."""
    steps = request.num_inference_steps
    z, x = (
        latents(model.network, request.shape, request.size, request.seed, steps),
        noise_of(request.seed, request.points),
    )
    if request.shuffled:
        x = x[:, torch.randperm(request.points, generator=torch.Generator().manual_seed(request.seed))]
    yield _step(x, z, 0.0, request.shape, passes=steps)
    for step, moved in enumerate(decode(model.network, z, x, steps), 1):
        yield _step(moved, z, step / steps, request.shape, passes=1)


@torch.no_grad()
def between(model: Model, request: ShapeWalk) -> Iterator[Step]:
    """A finished cloud for each position from 0 to 1."""
    steps = request.num_inference_steps
    ends = [latents(model.network, s, request.size, request.seed, steps) for s in (request.shape, request.to_shape)]
    noise = noise_of(request.seed, WALK_POINTS)
    for position in np.linspace(0, 1, request.frames).tolist():
        z = (1 - position) * ends[0] + position * ends[1]
        *_, x = decode(model.network, z, noise, steps)
        shape = request.shape if position < 0.5 else request.to_shape
        yield _step(x, z, position, shape, passes=steps)


def _step(x: Tensor, z: Tensor, position: float, shape: str, passes: int) -> CloudStep:
    points = x[0].numpy().copy()
    return CloudStep(
        passes=passes, points=points, latents=z[0].numpy(), position=position, measured=measured(shape, points)
    )


@torch.no_grad()
def nearest(model: Model, request: ShapeNearest) -> Iterator[Step]:
    steps = request.num_inference_steps
    z = latents(model.network, request.shape, request.size, request.seed, steps)
    *_, x = decode(model.network, z, noise_of(request.seed, JUDGED), steps)
    distances = matrix(x, model.references[:, :JUDGED])[0]
    best = int(distances.argmin())
    real, other = model.references[best].split(JUDGED)
    pairs = torch.cdist(x[0], real)
    yield NearestStep(
        passes=2 * steps,
        drawn=x[0].numpy(),
        real=real.numpy(),
        to_real=pairs.argmin(1).numpy(),
        to_drawn=pairs.argmin(0).numpy(),
        chamfer=float(distances[best]),
        floor=float(chamfer(other, real)),
        shape=CLASSES[best % len(CLASSES)],
        by_class=distances.view(-1, len(CLASSES)).amin(0).numpy(),
    )


RUNS = {Shape: cloud, ShapeWalk: between, ShapeNearest: nearest}
