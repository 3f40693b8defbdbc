"""Small pictures of the parts of one turn: points, the critic's map. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw

from models.toys.kinds import GanTurnStep
from pages.basics.theme import Palette
from pages.figures import diverging, latents

SIDE = 160  # pixels
REACH, NOISE_REACH = 1.2, 3.0  # from the middle to the edge, of the plane and of the noise
Floats = NDArray[np.floating]


def noise(step: GanTurnStep, palette: Palette) -> bytes:
    """As a PNG file. Noise on a line lies on one."""
    z = step.z if step.z.shape[1] == 2 else np.column_stack([step.z, np.zeros(len(step.z))])
    return latents.png(_dots(_ground(palette), [(z, palette.quiet, False)], NOISE_REACH))


def points(step: GanTurnStep, palette: Palette) -> bytes:
    """Generated points filled; real ones, in the critic's turn, as rings."""
    real = [] if step.real is None else [(step.real, palette.quiet, True)]
    return latents.png(_dots(_ground(palette), [*real, (step.made, palette.violet, False)], REACH))


def critic(step: GanTurnStep, palette: Palette) -> bytes:
    """Its map before the step, from 0 % to 100 %."""
    colours = diverging.colours(step.surface[::-1] - 0.5, 0.5, palette)
    return latents.png(np.asarray(Image.fromarray(colours).resize((SIDE, SIDE), Image.Resampling.BILINEAR)))


def _ground(palette: Palette) -> NDArray[np.uint8]:
    return np.full((SIDE, SIDE, 3), ImageColor.getrgb(palette.grid), np.uint8)


def _dots(ground: NDArray[np.uint8], sets: list[tuple[Floats, str, bool]], reach: float) -> NDArray[np.uint8]:
    """Sets of points (n, 2), each with its colour, and whether they are rings."""
    image = Image.fromarray(ground)
    pen = ImageDraw.Draw(image)
    for those, colour, ring in sets:
        for x, y in (those * np.array([1, -1]) + reach) * SIDE / (2 * reach):
            box = (x - 2.5, y - 2.5, x + 2.5, y + 2.5)
            pen.ellipse(box, outline=colour) if ring else pen.ellipse(box, fill=colour)
    return np.asarray(image)
