"""Distances of clouds, and how well a set of drawn clouds matches a set of real ones.

Coverage and minimum matching distance: Achlioptas et al., arXiv:1707.02392; accuracy of a nearest neighbour:
Lopez-Paz & Oquab, arXiv:1610.06545, for clouds Yang et al., arXiv:1906.12320.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


def chamfer(a: Tensor, b: Tensor) -> Tensor:
    """(..., n, 3), (..., m, 3) -> (...): the mean squared distance to the nearest point, both ways added."""
    distances = torch.cdist(a, b)
    return distances.amin(-1).square().mean(-1) + distances.amin(-2).square().mean(-1)


def matrix(a: Tensor, b: Tensor) -> Tensor:
    """(n, points, 3), (m, points, 3) -> (n, m) Chamfer distances."""
    return torch.stack(
        [torch.cat([chamfer(cloud.expand(len(part), -1, -1), part) for part in b.split(50)]) for cloud in a]
    )


@dataclass(frozen=True)
class Match:
    """Of n drawn clouds and as many real ones."""

    nearest_accuracy: float  # share whose nearest other cloud is of their own set; 0.5: they cannot be told apart
    coverage: float  # share of the real clouds that are the nearest one of some drawn cloud
    mmd: float  # minimum matching distance: mean Chamfer distance of a real cloud to the nearest drawn one


def within(clouds: Tensor) -> Tensor:
    """(n, points, 3) -> (n,): of each cloud the Chamfer distance to the nearest other one."""
    n = len(clouds)
    distances = torch.full((n, n), torch.inf)
    for row in range(n - 1):
        distances[row, row + 1 :] = distances[row + 1 :, row] = matrix(clouds[row : row + 1], clouds[row + 1 :])[0]
    return distances.amin(1)


def match(drawn: Tensor, real: Tensor) -> Match:
    """drawn, real: (n, points, 3). Raises ValueError for sets of different sizes."""
    n = len(drawn)
    if len(real) != n:
        raise ValueError(f"{n} drawn and {len(real)} real clouds: the measures need as many of both.")
    cross = matrix(drawn, real)
    own = torch.cat([within(drawn) < cross.amin(1), within(real) < cross.amin(0)])
    return Match(own.float().mean().item(), len(cross.argmin(1).unique()) / n, cross.amin(0).mean().item())
