"""How far a share that was counted may be from the true one."""

from __future__ import annotations

from math import sqrt

Z = 1.959964  # 97.5 % of a normal distribution lie below


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a proportion, k of n (Wilson 1927, doi:10.1080/01621459.1927.10502953); n above 0."""
    share, wide = k / n, Z * Z / n
    middle, half = share + wide / 2, Z * sqrt(share * (1 - share) / n + wide / (4 * n))
    low, high = (middle - half) / (1 + wide), (middle + half) / (1 + wide)
    return (0.0 if k == 0 else low), (1.0 if k == n else high)
