"""A detector of generated faces that looks at one number: the share of pixels that equal both neighbours exactly."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def share(pictures: np.ndarray) -> NDArray[np.float64]:
    """(n, height, width, 3) uint8 → (n,) share of pixels that have the colour of the pixel to the right and of the one
    below."""
    here = pictures[:, :-1, :-1]
    same = (here == pictures[:, :-1, 1:]).all(-1) & (here == pictures[:, 1:, :-1]).all(-1)
    shares: NDArray[np.float64] = same.mean((1, 2))
    return shares


def threshold(real: NDArray[np.float64], made: NDArray[np.float64]) -> float:
    """Below it a picture is called generated: of all cuts between two values, the one with the fewest errors on these;
    of equally good ones the middle."""
    values = np.unique(np.concatenate([real, made]))
    cuts = (values[:-1] + values[1:]) / 2
    errors = (real[None] < cuts[:, None]).sum(1) + (made[None] >= cuts[:, None]).sum(1)
    return float(cuts[errors == errors.min()].mean())


def jpeg(picture: np.ndarray, quality: int) -> np.ndarray:
    """The picture saved as a JPEG and opened again; quality from 1 to 95, as Pillow counts it."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))
