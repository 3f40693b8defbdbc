"""How wide a bell curve that learns from itself is expected to be: exact, no simulation."""

from __future__ import annotations

import math


def replaced_variance(points: int, generation: int) -> float:
    """E σ²_g = σ²(1 − 1/n)^g for σ² = 1: each fit of n points loses one part in n on average."""
    return (1 - 1 / points) ** generation


def accumulated_variance(points: int, generation: int) -> float:
    """E σ²_g = σ² ∏ (1 − 1/(n k²)), k = 1 … g: the k-th lot of n points moves a mean over k·n of them, so what is lost
    shrinks as 1/k². Its limit is sin(π/√n)/(π/√n), above 0."""
    return math.prod(1 - 1 / (points * k * k) for k in range(1, generation + 1))


def accumulated_limit(points: int) -> float:
    """What is left of the variance after ever more generations: Euler's product for the sine at 1/√n."""
    angle = math.pi / math.sqrt(points)
    return math.sin(angle) / angle
