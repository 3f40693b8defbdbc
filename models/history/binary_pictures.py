"""Avatars of 16 × 16 pixels in black and white, which is what Boltzmann machines of 0 and 1 can learn."""

from __future__ import annotations

from functools import cache

from models.history.boltzmann import Floats
from models.tiny_flow.pictures import pictures

BRIGHT = 127.5  # the mean of red, green and blue from which on a pixel counts as bright; the same for all pictures


@cache
def bright_pixels() -> Floats:
    """(2000, 256) of 0 and 1; the last 300 are not learned from."""
    result: Floats = (pictures().astype(float).mean(-1) > BRIGHT).astype(float).reshape(-1, 256)
    return result
