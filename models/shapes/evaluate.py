"""Figures of the model of shapes: python -m models.shapes.evaluate (minutes of one processor)."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.evaluate.shipped_runs import mean, share
from models.shapes.distance import Match, match, matrix
from models.shapes.furniture import CLASSES, build, clouds
from models.shapes.kinds import JUDGED, SIZES
from models.shapes.net import CODE, Shapes, load_shapes, told, walk
from models.shapes.references import references
from models.shapes.sizes import measured
from models.shapes.solids import spread

STEPS = (1, 5, 20)
SETS, SEEDS = 200, (0, 1, 2)  # clouds on each side, and how often where it counts most
OFTEN = ("real", "20 steps")
OFF = 0.05  # of the half extent: a point farther from the surface is off it
DENSE = 8192  # points that stand for a surface
Figures = dict[str, Any]


@cache
def _network() -> Shapes:
    return load_shapes()


@torch.no_grad()
def draw(kinds: Tensor, sizes: Tensor, points: int, steps: int, seed: int) -> Tensor:
    """Clouds (n, points, 3) of these classes (n,) and sizes in percent (n,)."""
    network, generator = _network(), torch.Generator().manual_seed(seed)
    *_, z = walk(network.prior, torch.randn(len(kinds), 1, CODE, generator=generator), told(kinds, sizes), steps)
    noise = torch.randn(len(kinds), points, 3, generator=generator)
    *_, x = walk(network.decoder, noise, z[:, 0] * network.z_deviation + network.z_mean, steps)
    return x


@torch.no_grad()
def again(cloud: Tensor, steps: int, seed: int) -> Tensor:
    """Each cloud encoded and drawn again, with as many points."""
    noise = torch.randn(cloud.shape, generator=torch.Generator().manual_seed(seed))
    *_, x = walk(_network().decoder, noise, _network().encoder(cloud)[0], steps)
    return x


def fresh(count: int, points: int, seed: int) -> tuple[Tensor, Tensor, Tensor]:
    """Clouds that no training saw, their classes and sizes."""
    made, kinds, sizes = clouds(count, points, 7_000_000 + seed)
    return torch.from_numpy(made).float(), torch.from_numpy(kinds), torch.from_numpy(sizes)


def sets() -> Figures:
    """Drawn sets against sets of new real clouds, by steps; beside them real against real, re-drawn and noise."""
    makers: dict[str, Callable[[int, Tensor, Tensor, Tensor], Tensor]] = {
        "real": lambda seed, *_: fresh(SETS, JUDGED, 100 + seed)[0],
        "encoded and drawn": lambda seed, *_: again(fresh(SETS, JUDGED, 100 + seed)[0], 20, seed),
        **{
            f"{steps} steps": lambda seed, _, kinds, sizes, steps=steps: draw(kinds, sizes, JUDGED, steps, seed)
            for steps in STEPS
        },
        "noise": lambda seed, real, *_: (
            torch.randn(real.shape, generator=torch.Generator().manual_seed(seed)) * real.std((0, 1))
        ),
    }
    out: Figures = {"clouds on each side": SETS, "points of each": JUDGED, "seeds": len(SEEDS)}
    for name, make in makers.items():
        found = []
        for seed in SEEDS if name in OFTEN else SEEDS[:1]:
            real, _, _ = fresh(SETS, JUDGED, seed)
            _, kinds, sizes = fresh(SETS, 1, 100 + seed)
            found.append(match(make(seed, real, kinds, sizes), real))
        out[name] = together(found)
    return out


def together(found: list[Match]) -> Figures:
    """The means over the seeds; with the interval of all clouds together, and each seed's accuracy."""
    decisions, real = 2 * SETS * len(found), SETS * len(found)
    return {
        "1-NN": share(round(sum(m.nearest_accuracy for m in found) * 2 * SETS), decisions),
        "1-NN of each seed": [m.nearest_accuracy for m in found],
        "coverage": share(round(sum(m.coverage for m in found) * SETS), real),
        "MMD": float(np.mean([m.mmd for m in found])),
    }


def sizes(count: int = 30, points: int = 512) -> Figures:
    """By class: the size found in drawn clouds less the size asked for, in percentage points, beside real clouds."""
    _, kinds, asked = fresh(len(CLASSES) * count, 1, 500)
    real, real_kinds, real_sizes = fresh(len(CLASSES) * count, points, 501)
    drawn = torch.cat(
        [draw(k, s, points, 20, i) for i, (k, s) in enumerate(zip(kinds.split(100), asked.split(100), strict=True))]
    )
    out: Figures = {}
    for place, name in enumerate(CLASSES):
        figures: Figures = {"range": list(SIZES[name])}
        for kind, which, wanted, of in (("drawn", kinds, asked, drawn), ("real", real_kinds, real_sizes, real)):
            rows = which == place
            found = np.array([measured(name, cloud.numpy()) for cloud in of[rows]])
            off = found - wanted[rows].numpy()
            figures[kind] = {
                "mean difference": mean(off.tolist()),
                "mean absolute difference": mean(np.abs(off).tolist()),
                "r": float(np.corrcoef(found, wanted[rows].numpy())[0, 1]),
            }
            if kind == "drawn":
                figures["asked"] = [round(float(v), 1) for v in wanted[rows]]
                figures["found"] = [round(float(v), 1) for v in found]
        out[name] = figures
    return out


def classes(count: int = 100) -> Figures:
    """By class: how many drawn clouds have a shipped real one of another class as their nearest; the same of new
    real clouds, as a check of this judge."""
    shipped = torch.from_numpy(references()[:, :JUDGED]).float()
    of = torch.arange(len(shipped)) % len(CLASSES)
    real, kinds, asked = fresh(count, JUDGED, 901)
    out: Figures = {}
    for name, made in {"drawn": draw(kinds, asked, JUDGED, 20, 3), "real": real}.items():
        read = of[matrix(made, shipped).argmin(1)]
        out[name] = {
            c: share(int((read[kinds == i] != i).sum()), int((kinds == i).sum())) for i, c in enumerate(CLASSES)
        }
        out[name]["all"] = share(int((read != kinds).sum()), count)
    return out


def surface(count: int = 10) -> Figures:
    """By class: the share of points farther than 0.05 from the surface of a known shape, after encoding a cloud of it
    and drawing it again; and their mean distance, in half extents of the shape."""
    out: Figures = {}
    for name in CLASSES:
        rng, far, distances = np.random.default_rng(77), [], []
        for _ in range(count):
            solids = build(name, rng.uniform(*SIZES[name]), rng)
            dense, cloud = (torch.from_numpy(spread(solids, n, rng)).float() for n in (DENSE, JUDGED))
            apart = torch.cdist(again(cloud[None], 20, 0)[0], dense).amin(1)
            far.append(int((apart > OFF).sum()))
            distances.append(float(apart.mean()))
        out[name] = {"off the surface": share(sum(far), count * JUDGED), "distance": mean(distances)}
    return out


PARTS: dict[str, Callable[[], Figures]] = {"sets": sets, "sizes": sizes, "classes": classes, "surface": surface}


if __name__ == "__main__":
    torch.set_num_threads(1)
    for part, measure in PARTS.items():
        print(part, json.dumps(measure()), flush=True)
