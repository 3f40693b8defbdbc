"""What the models on points in the plane share: a small network, its seed, and the real points it learns from."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn

from models.toys import points
from models.toys.kinds import FlowToy, Game2D, VaeToy


def mlp(inputs: int, outputs: int, width: int = 48, layers: int = 2) -> nn.Sequential:
    sizes = [inputs, *[width] * layers]
    hidden = [m for i, o in zip(sizes, sizes[1:], strict=False) for m in (nn.Linear(i, o), nn.LeakyReLU(0.2))]
    return nn.Sequential(*hidden, nn.Linear(width, outputs))


def real_points(request: Game2D | VaeToy | FlowToy, rng: np.random.Generator, n: int) -> torch.Tensor:
    if request.drawn:
        return torch.from_numpy(points.drawn(np.array(request.drawn, np.float32), n, rng))
    return torch.from_numpy(points.sample(request.shape, n, rng))


def reseeded(make: Callable[[], Any], seed: int) -> Any:
    """Run `make` with torch's global generator seeded, and put the generator back as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return make()
