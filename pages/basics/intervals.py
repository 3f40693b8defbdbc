"""How far a share that was counted, or a mean that was measured, may be from the true one."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

Z = 1.959964  # 97.5 % of a normal distribution lie below


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a proportion, k of n (Wilson 1927, doi:10.1080/01621459.1927.10502953); n above 0."""
    share, wide = k / n, Z * Z / n
    middle, half = share + wide / 2, Z * sqrt(share * (1 - share) / n + wide / (4 * n))
    low, high = (middle - half) / (1 + wide), (middle + half) / (1 + wide)
    return (0.0 if k == 0 else low), (1.0 if k == n else high)


def margin(values: ArrayLike) -> float:
    """Half the width of the 95 % interval of a mean, by Student's t; of at least five values."""
    x = np.asarray(values, np.float64)
    return _t(x.size - 1) * float(x.std(ddof=1)) / sqrt(x.size)


def _t(freedom: int) -> float:
    """97.5 % of Student's distribution lie below: within 0.3 % from 4 degrees of freedom on (Abramowitz & Stegun 1964,
    26.7.5)."""
    z = Z
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3


def with_margin(values: ArrayLike) -> tuple[float, float]:
    """The mean, and half the width of its 95 % interval."""
    return float(np.asarray(values, np.float64).mean()), margin(values)
