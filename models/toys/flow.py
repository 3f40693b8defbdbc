"""A flow on points in the plane, trained while one watches. The same seed gives the same bits."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import nn

from models.toys.kinds import FlowToy, ToyStep
from models.toys.networks import mlp, real_points, reseeded

FIELD, FIELD_REACH = 12, 2.2  # the velocity is read at 12x12 places of [-2.2, 2.2]²: noise reaches that far


def train_flow(request: FlowToy) -> Iterator[ToyStep]:
    """Flow matching on straight lines from noise to data (Lipman et al., arXiv:2210.02747)."""
    velocity = reseeded(lambda: mlp(3, 2, 64, 3), request.seed)
    optimizer = torch.optim.Adam(velocity.parameters(), 3e-3)
    rng = np.random.default_rng(request.seed)
    shown = torch.from_numpy(rng.standard_normal((256, 2), np.float32))
    every = max(1, request.steps // request.reports)
    for number in range(1, request.steps + 1):
        x1 = real_points(request, rng, 256)
        x0 = torch.from_numpy(rng.standard_normal((256, 2), np.float32))
        t = torch.from_numpy(rng.random((256, 1), np.float32))
        guess = velocity(torch.cat([(1 - t) * x0 + t * x1, t], 1))
        loss = (guess - (x1 - x0)).square().sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if number % every == 0 or number == request.steps:
            paths, field = flow_paths(velocity, shown, request.flow_steps)
            yield ToyStep(
                passes=(number - 1) % every + 1,
                number=number,
                samples=paths[-1],
                paths=paths,
                loss=loss.item(),
                kl=None,
                field=field,
            )


@torch.no_grad()
def flow_paths(velocity: nn.Module, x: torch.Tensor, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Euler's method along the learned velocity, from noise (first) to data (last): (steps + 1, n, 2), and the velocity
    on a grid of places at each step: (steps, 12, 12, 2)."""
    axis = torch.linspace(-FIELD_REACH, FIELD_REACH, FIELD)
    grid = torch.stack(torch.meshgrid(axis, axis, indexing="xy"), -1).reshape(-1, 2)
    path, field = [x], []
    for i in range(steps):
        t = torch.full((1, 1), i / steps)
        path.append(path[-1] + velocity(torch.cat([path[-1], t.expand(len(x), 1)], 1)) / steps)
        field.append(velocity(torch.cat([grid, t.expand(len(grid), 1)], 1)).reshape(FIELD, FIELD, 2))
    return torch.stack(path).numpy(), torch.stack(field).numpy()
