"""Points in the plane, for models that train while one watches. All sets lie about in [-1, 1]². No torch."""

import numpy as np

SHAPES = ("ring", "gaussians", "spiral", "moons")


def sample(shape: str, n: int, rng: np.random.Generator) -> np.ndarray:
    """(n, 2) float32."""
    if shape == "ring":
        angle, radius = rng.uniform(0, 2 * np.pi, n), 0.75 + 0.04 * rng.standard_normal(n)
        x = np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)
    elif shape == "gaussians":  # eight, on a circle: the set on which collapse is easiest to count
        angle = rng.integers(8, size=n) * np.pi / 4
        x = 0.75 * np.stack([np.cos(angle), np.sin(angle)], 1) + 0.04 * rng.standard_normal((n, 2))
    elif shape == "spiral":
        t = rng.uniform(0.15, 1, n)
        x = (0.9 * t * np.stack([np.cos(3 * np.pi * t), np.sin(3 * np.pi * t)])).T + 0.02 * rng.standard_normal((n, 2))
    elif shape == "moons":
        angle, upper = rng.uniform(0, np.pi, n), rng.random(n) < 0.5
        x = np.stack([np.cos(angle) * 0.6, np.sin(angle) * 0.6], 1)
        x = np.where(upper[:, None], x + [-0.3, -0.15], -x + [0.3, 0.15]) + 0.03 * rng.standard_normal((n, 2))
    else:
        raise ValueError(f"There is no set of points {shape!r}; there are {', '.join(SHAPES)}.")
    return x.astype(np.float32)


def drawn(points: np.ndarray, n: int, rng: np.random.Generator) -> np.ndarray:
    """(n, 2) float32 drawn from hand-drawn points (m, 2), each a little blurred."""
    return (points[rng.integers(len(points), size=n)] + 0.02 * rng.standard_normal((n, 2))).astype(np.float32)


def modes_found(x: np.ndarray) -> int:
    """Of the eight Gaussians, how many hold at least 2 % of the points (n, 2) within 0.2 of their middle."""
    angle = np.arange(8) * np.pi / 4
    middles = 0.75 * np.stack([np.cos(angle), np.sin(angle)], 1)
    near = ((x[:, None] - middles[None]) ** 2).sum(2) < 0.2**2
    return int((near.mean(0) >= 0.02).sum())
