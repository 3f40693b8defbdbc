"""Chairs, tables, lamps and vases put together from boxes and turned bodies: all shapes the model ever saw.

Each has one size that is chosen, and measured again in clouds of points (sizes.py); everything else is drawn at random.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.shapes.kinds import SIZES
from models.shapes.solids import Box, Solid, Turned, spread

CLASSES = tuple(SIZES)
Random = np.random.Generator


def _legs(w: float, d: float, top: float, rng: Random) -> list[Solid]:
    """Four legs under a plate of half widths w and d: square ones, or round ones that may be thinner at the floor."""
    thick = rng.uniform(0.025, 0.05)
    x, z = w - thick, d - thick
    corners = [(x, z), (x, -z), (-x, z), (-x, -z)]
    if rng.random() < 0.5:
        return [Box((x - thick, 0, z - thick), (x + thick, top, z + thick)) for x, z in corners]
    foot = thick * rng.uniform(0.6, 1)
    return [Turned((foot, thick), (0, top), x, z) for x, z in corners]


def _column(wide: float, top: float, rng: Random) -> list[Solid]:
    """One column on a round foot."""
    foot = wide * rng.uniform(0.6, 0.95)
    return [Turned((0.05, 0.05), (0.06, top)), Turned((foot, foot * 0.85, 0), (0, 0.06, 0.06))]


def chair(size: float, rng: Random) -> list[Solid]:
    """size: the middle of the seat, as a share of the whole height."""
    height = rng.uniform(0.4, 0.6)
    top, half = height / size, rng.uniform(0.03, 0.07)  # half: of the seat's thickness
    w, d, thick = rng.uniform(0.36, 0.52), rng.uniform(0.36, 0.5), rng.uniform(0.025, 0.05)
    under, over = height - half, height + half
    solids: list[Solid] = [Box((-w, under, -d), (w, over, d))]
    solids += _column(w, under, rng) if rng.random() < 0.25 else _legs(w, d, under, rng)
    if rng.random() < 0.5:
        solids.append(Box((-w, over + rng.choice([0, 0.12]), d - 2 * thick), (w, top, d)))
    else:  # a rail on bars
        rail = top - rng.uniform(0.1, 0.18)
        solids.append(Box((-w, rail, d - 2 * thick), (w, top, d)))
        for x in np.linspace(-w + thick, w - thick, int(rng.integers(3, 6))):
            solids.append(Box((x - 0.7 * thick, over, d - 2 * thick), (x + 0.7 * thick, rail, d)))
    if rng.random() < 0.35:
        solids += _arms(w, d, thick, over, over + (top - over) * rng.uniform(0.4, 0.6))
    return solids


def _arms(w: float, d: float, thick: float, seat: float, height: float) -> list[Solid]:
    solids: list[Solid] = []
    for x in (-w, w):
        solids.append(Box((x - thick, height, -d), (x + thick, height + 2 * thick, d)))
        solids.append(Box((x - thick, seat, -d), (x + thick, height, -d + 2 * thick)))
    return solids


def table(size: float, rng: Random) -> list[Solid]:
    """size: the height as a share of the top's width."""
    w = rng.uniform(0.5, 0.9)
    height, plate = 2 * w * size, rng.uniform(0.03, 0.08)
    under = height - plate
    if rng.random() < 0.35:
        return [Turned((0, w, w, 0), (under, under, height, height)), *_column(0.7 * w, under, rng)]
    d = w * rng.uniform(0.5, 1)
    solids: list[Solid] = [Box((-w, under, -d), (w, height, d)), *_legs(w, d, under, rng)]
    if rng.random() < 0.4:  # a shelf between the legs
        y = under * rng.uniform(0.2, 0.45)
        solids.append(Box((-w + 0.05, y, -d + 0.05), (w - 0.05, y + 0.04, d - 0.05)))
    return solids


def lamp(size: float, rng: Random) -> list[Solid]:
    """size: the greatest width of the shade as a share of the whole height."""
    wide, narrow = size / 2, size / 2 * rng.uniform(0.35, 0.8)
    below, above = (narrow, wide) if rng.random() < 0.25 else (wide, narrow)
    under, base, pole = 1 - rng.uniform(0.2, 0.38), rng.uniform(0.12, 0.26), rng.uniform(0.015, 0.035)
    return [
        Turned((base, base, 0), (0, 0.04, rng.uniform(0.05, 0.12))),
        Turned((pole, pole), (0.04, 1 - (1 - under) * rng.uniform(0.2, 0.6))),
        Turned((below, above), (under, 1)),
    ]


def vase(size: float, rng: Random) -> list[Solid]:
    """size: the greatest width as a share of the height."""
    y = np.linspace(0, 1, 25)
    belly, at, width = size / 2, rng.uniform(0.25, 0.65), rng.uniform(0.2, 0.35)
    foot, neck, lip = belly * rng.uniform(0.4, 0.8), belly * rng.uniform(0.3, 0.75), belly * rng.uniform(0, 0.25)
    ends = np.where(y < at, foot, neck)
    radius = ends + (belly - ends) * np.exp(-(((y - at) / width) ** 2)) + lip * np.clip((y - 0.85) / 0.15, 0, 1) ** 2
    radius *= belly / radius.max()
    return [Turned(tuple(radius), tuple(y)), Turned((0, radius[0]), (0, 0))]


MAKERS = {"chair": chair, "table": table, "lamp": lamp, "vase": vase}


def build(name: str, percent: float, rng: Random) -> list[Solid]:
    """The solids of one piece, of the class called `name`, with the size `percent` (within SIZES)."""
    return MAKERS[name](percent / 100, rng)


def clouds(count: int, points: int, seed: int) -> tuple[NDArray[np.float16], NDArray[np.int64], NDArray[np.float32]]:
    """(count, points, 3) clouds, (count,) places of their classes in CLASSES, (count,) their sizes in percent.

    The classes come in turn, the sizes are uniform over their ranges.
    """
    rng = np.random.default_rng(seed)
    kinds = np.arange(count) % len(CLASSES)
    sizes = np.array([rng.uniform(*SIZES[CLASSES[kind]]) for kind in kinds], np.float32)
    made = np.empty((count, points, 3), np.float16)
    for row, kind in enumerate(kinds):
        made[row] = spread(build(CLASSES[kind], float(sizes[row]), rng), points, rng)
    return made, kinds, sizes
