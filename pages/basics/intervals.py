"""How far a share that was counted may be from the true one."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import mean, stdev

Z = 1.959964  # 97.5 % of a normal distribution lie below
T_OF_FIVE = 2.776445  # 97.5 % of Student's distribution with 4 degrees of freedom lie below


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a proportion, k of n (Wilson 1927, doi:10.1080/01621459.1927.10502953); n above 0."""
    share, wide = k / n, Z * Z / n
    middle, half = share + wide / 2, Z * sqrt(share * (1 - share) / n + wide / (4 * n))
    low, high = (middle - half) / (1 + wide), (middle + half) / (1 + wide)
    return (0.0 if k == 0 else low), (1.0 if k == n else high)


def mean_of_five(values: Sequence[float]) -> tuple[float, float]:
    """The mean of five repetitions, and half of its 95 % interval (Student 1908, doi:10.1093/biomet/6.1.1)."""
    if len(values) != 5:
        raise ValueError(f"five values, not {len(values)}")
    return mean(values), T_OF_FIVE * stdev(values) / sqrt(5)
