"""The solids that furniture is put together from, and points spread over their surfaces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Box:
    """Upright, with its faces along the axes: two opposite corners, (x, y, z) with y up."""

    low: tuple[float, float, float]
    high: tuple[float, float, float]

    def area(self) -> float:
        return 2 * float(self._faces().sum())

    def _faces(self) -> Points:
        """(3,) the area of a face across x, y and z."""
        a, b, c = np.subtract(self.high, self.low)
        return np.array([b * c, a * c, a * b])

    def spread(self, count: int, rng: np.random.Generator) -> Points:
        """(count, 3), uniform over the six faces."""
        faces = self._faces()
        place = rng.random((count, 3))
        across = rng.choice(3, count, p=faces / faces.sum())
        place[np.arange(count), across] = rng.integers(0, 2, count)
        return np.asarray(self.low) + place * np.subtract(self.high, self.low)


@dataclass(frozen=True)
class Turned:
    """A body of revolution about an upright axis: its radius at each height, straight in between, open at the ends."""

    radii: tuple[float, ...]
    heights: tuple[float, ...]
    x: float = 0.0
    z: float = 0.0

    def _bands(self) -> Points:
        """(radii - 1,) the area of the surface between one height and the next."""
        radius, height = np.asarray(self.radii), np.asarray(self.heights)
        return np.pi * (radius[1:] + radius[:-1]) * np.hypot(np.diff(radius), np.diff(height))

    def area(self) -> float:
        return float(self._bands().sum())

    def spread(self, count: int, rng: np.random.Generator) -> Points:
        """(count, 3), uniform over the surface: within a band, wide places get more points than narrow ones."""
        bands = self._bands()
        band = rng.choice(len(bands), count, p=bands / bands.sum())
        radius, height = np.asarray(self.radii), np.asarray(self.heights)
        low, high = radius[band], radius[band + 1]
        at = np.sqrt(low**2 + rng.random(count) * (high**2 - low**2))  # the radius whose share of the area is uniform
        flat = np.isclose(high, low)
        share = np.where(flat, rng.random(count), (at - low) / np.where(flat, 1, high - low))
        at, y = low + share * (high - low), height[band] + share * (height[band + 1] - height[band])
        angle = rng.uniform(0, 2 * np.pi, count)
        return np.stack([self.x + at * np.cos(angle), y, self.z + at * np.sin(angle)], 1)


Solid = Box | Turned


def spread(solids: list[Solid], count: int, rng: np.random.Generator) -> Points:
    """(count, 3) points over all surfaces in random order, centred, with a largest half extent of 1.

    A solid's share of the points grows with the square root of its area, so that thin legs are seen as well. Where
    solids touch, the surfaces inside are kept.
    """
    share = np.sqrt([solid.area() for solid in solids])
    counts = rng.multinomial(count, share / share.sum())
    points = np.concatenate([solid.spread(n, rng) for solid, n in zip(solids, counts, strict=True)])
    return rng.permutation(fit(points, solids))


def fit(points: Points, solids: list[Solid]) -> Points:
    """The points (n, 3) moved and scaled with the solids: those are centred, their largest half extent is 1."""
    low = np.min([_low(solid) for solid in solids], 0)
    high = np.max([_high(solid) for solid in solids], 0)
    return (points - (low + high) / 2) / (high - low).max() * 2


def _low(solid: Solid) -> tuple[float, float, float]:
    if isinstance(solid, Box):
        return solid.low
    wide = max(solid.radii)
    return solid.x - wide, min(solid.heights), solid.z - wide


def _high(solid: Solid) -> tuple[float, float, float]:
    if isinstance(solid, Box):
        return solid.high
    wide = max(solid.radii)
    return solid.x + wide, max(solid.heights), solid.z + wide
