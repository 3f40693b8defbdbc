"""The plane as one picture, for the moments while it is trained: the film is drawn in the browser afterwards."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw

from models.toys.kinds import GanToyStep
from pages.basics.theme import Palette

SIDE, REACH = 480, 1.2
COVER = 150 / 255  # of the map over the page, as in the film


def picture(step: GanToyStep, real: NDArray[np.floating], half: float, palette: Palette) -> NDArray[np.uint8]:
    """(480, 480, 3): the critic's map from 1/2 − half to 1/2 + half, real points as rings, generated ones as discs."""
    ends = np.array([ImageColor.getrgb(c) for c in (palette.minus, palette.zero, palette.plus)], float)
    share = (step.surface[::-1].astype(float) - 0.5) / (2 * half) + 0.5  # rows of a picture fall from the top
    position = 2 * np.clip(share, 0, 1)
    left = np.minimum(1, position.astype(int))
    colours = ends[left] + (ends[left + 1] - ends[left]) * (position - left)[..., None]
    ground = np.array(ImageColor.getrgb(palette.background), float)
    mixed = np.rint(COVER * colours + (1 - COVER) * ground).astype(np.uint8)
    image = Image.fromarray(mixed).resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    pen = ImageDraw.Draw(image)
    for x, y in _pixels(real):
        pen.ellipse((x - 2.5, y - 2.5, x + 2.5, y + 2.5), outline=palette.quiet)
    for x, y in _pixels(step.samples):
        pen.ellipse((x - 3, y - 3, x + 3, y + 3), fill=palette.violet)
    return np.asarray(image)


def _pixels(points: NDArray[np.floating]) -> list[tuple[float, float]]:
    pixels = (points * np.array([1, -1]) + REACH) * SIDE / (2 * REACH)
    return [(float(x), float(y)) for x, y in pixels]
