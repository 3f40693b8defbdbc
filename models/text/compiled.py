"""Compiles a numeric function for the processor it runs on, at its first call, without a compiler installed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba

# Rounding a product and its sum once, in one instruction, is allowed; reordering sums is not: equal inputs, equal bits.
FAST = {"contract", "nsz"}


def compiled(function: Callable[..., Any], parallel: bool = False) -> Any:
    """The compiled function. `parallel` shares its prange loops between threads. Kept on disk for the next start."""
    try:
        return numba.njit(function, parallel=parallel, fastmath=FAST, cache=True)
    except RuntimeError:  # neither this folder nor the user's cache may be written to: each start compiles, about 6 s
        return numba.njit(function, parallel=parallel, fastmath=FAST)


def parallel(function: Callable[..., Any]) -> Any:
    return compiled(function, parallel=True)
