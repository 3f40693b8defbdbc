"""Pictures and latents as PNG files for the browser. A latent has four numbers per place, an eye sees three colours.

COLOURS is the linear map from the four numbers to red, green and blue that fits best (least squares) to 200 pictures of
the shipped sample, each reduced to the latent's 16×16 places; it explains 80 % of their colours' variance. A test fits
it again and compares.
"""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

COLOURS = np.array([[-0.5, -20.9, -35.5], [-3.2, 5.2, 4.5], [-26.7, -5.2, 21.1], [36.6, 42.8, 42.1]])
MIDDLE = np.array([189.4, 164.9, 150.2])  # the colour of a latent of zeros
GREY = 128.0


def png(pixels: NDArray[np.uint8]) -> bytes:
    """pixels: (height, width, 3)."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def colours(latents: NDArray[np.floating], middle: NDArray[np.floating] | float = MIDDLE) -> NDArray[np.uint8]:
    """(4, 16, 16), in standard deviations → (16, 16, 3)."""
    rgb = np.tensordot(latents.astype(float), COLOURS, (0, 0)) + middle
    return np.clip(np.rint(rgb), 0, 255).astype(np.uint8)


def noise(latents: NDArray[np.floating]) -> NDArray[np.uint8]:
    """The same map for what is added or taken away: a latent of zeros is grey."""
    return colours(latents, GREY)
