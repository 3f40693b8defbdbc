"""Numbers with a sign as pictures: blue below 0, the ground's own tone at 0, red above; one scale for all compared."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pages.basics.theme import Palette

Floats = NDArray[np.floating]


def _rgb(colour: str) -> Floats:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], float)


def colours(values: Floats, limit: float, palette: Palette) -> NDArray[np.uint8]:
    """(height, width) → (height, width, 3). ±limit and beyond are full blue and red."""
    share = np.clip(np.asarray(values, float) / limit, -1, 1)[..., None]
    zero = _rgb(palette.zero)
    end = np.where(share < 0, _rgb(palette.minus), _rgb(palette.plus))
    return np.rint(zero + np.abs(share) * (end - zero)).astype(np.uint8)


def mosaic(latent: Floats, limit: float, palette: Palette) -> NDArray[np.uint8]:
    """The four channels of a latent (4, 16, 16) as two by two squares with a line between: (33, 33, 3)."""
    out = np.empty((33, 33, 3), np.uint8)
    out[:] = _rgb(palette.quiet).astype(np.uint8)
    for channel, values in enumerate(latent):
        top, left = channel // 2 * 17, channel % 2 * 17
        out[top : top + 16, left : left + 16] = colours(values, limit, palette)
    return out
