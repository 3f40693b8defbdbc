"""What can be done with the 32 numbers: walks, attributes added, faces from noise; and the map of the model with 2.

fidelity.py has what they keep and what they lose.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import torch
from PIL import Image

from models.avatars.attributes import ATTRIBUTES, NAMES, labels
from models.avatars.dataset import sample
from models.avatars.tensors import to_uint8
from models.classifier.net import probabilities, read
from models.engine.steps import Step
from models.engine.trace import fields
from models.vae.beta import direction
from models.vae.coding import Models, between, encoded, pixels, posterior, sample_posterior, shown
from models.vae.kinds import Arithmetic, Around, Change, ChangedStep, FromNoise, LatentMap, MapStep, Walk

QUALITY = 85  # of the map's WebP: about 36 dB, and half a megabyte


@torch.no_grad()
def walk(model: Models, request: Walk) -> Iterator[Step]:
    """The two faces encoded; then the frames of each way: over each other, straight, along the arc."""
    ends = [encoded(model, pixels(p, "face"), "face") for p in (request.first, request.second)]
    yield from ends
    positions = np.linspace(0, 1, request.frames).tolist()
    for t in positions:
        # Its latents are the encoder's; no decoder is involved.
        mixed = np.rint((1 - t) * ends[0].picture + t * ends[1].picture).astype(np.uint8)
        yield shown(model, posterior(model, mixed, "face")[0], "face", t, mixed)
    first, second = (torch.from_numpy(end.mu)[None] for end in ends)
    for path in ("linear", "spherical"):
        for t in positions:
            yield shown(model, between(first, second, t, path), "face", t)


def changed(model: Models, z: torch.Tensor, directions: list[str], count: int = 1) -> ChangedStep:
    step = shown(model, z, "face")
    probs = probabilities(model.classifier, step.picture[None])
    pairs = [name.split("/") for name in directions]
    asked_probs = np.array([probs[a][0, NAMES[a].index(value)] for a, value in pairs], np.float32)
    return ChangedStep(**fields(step), asked_probs=asked_probs, count=count)


@torch.no_grad()
def change(model: Models, request: Change) -> Iterator[Step]:
    z = posterior(model, pixels(request.picture, "face"), "face")[0]
    names = [name for name, _ in request.changes]
    before = changed(model, z, names)
    yield before
    for name, amount in request.changes:
        z = z + amount * direction(model.means, name, before.read_values)
    yield changed(model, z, names)


def with_and_without(name: str, shown: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of the first pictures of the sample with a value, and of those with what the face shows instead.

    Where it shows the value already: of those with another. shown: the classifier's reading, twelve indices.
    """
    attribute, value = name.split("/")
    i = ATTRIBUTES.index(attribute)
    seen, j = labels(sample()[1])[:, i], NAMES[attribute].index(value)
    without = (seen >= 0) & (seen != j) if shown[i] == j else seen == shown[i]
    return np.flatnonzero(seen == j)[:count], np.flatnonzero(without)[:count]


@torch.no_grad()
def arithmetic(model: Models, request: Arithmetic) -> Iterator[Step]:
    """Four steps: the mean with, the mean of what the face shows instead, the face, and the sum."""
    mu, directions = sample_posterior(model.face)[0], [request.direction]
    face = posterior(model, pixels(request.picture, "face"), "face")[0]
    as_it_is = changed(model, face, directions)
    shows, others = with_and_without(request.direction, as_it_is.read_values, request.count)
    has, lacks = mu[torch.from_numpy(shows)].mean(0, keepdim=True), mu[torch.from_numpy(others)].mean(0, keepdim=True)
    yield changed(model, has, directions, len(shows))
    yield changed(model, lacks, directions, len(others))
    yield as_it_is
    yield changed(model, face + request.amount * (has - lacks), directions)


@torch.no_grad()
def from_noise(model: Models, request: FromNoise) -> Iterator[Step]:
    for row in request.scale * bell(request.count, request.seed):
        yield shown(model, row[None], "face")


@torch.no_grad()
def around(model: Models, request: Around) -> Iterator[Step]:
    mu, logvar = posterior(model, pixels(request.picture, "face"), "face")
    for row in mu + request.times * (logvar / 2).exp() * bell(request.count, request.seed):
        yield shown(model, row[None], "face")


def bell(count: int, seed: int) -> torch.Tensor:
    """32 numbers for each, from a bell curve around 0 of deviation 1."""
    return torch.randn(count, 32, generator=torch.Generator().manual_seed(seed))


@torch.no_grad()
def latent_map(model: Models, request: LatentMap) -> Iterator[Step]:
    mu = sample_posterior(model.map)[0]
    low, high = torch.quantile(mu, 0.01, 0), torch.quantile(mu, 0.99, 0)
    grid = torch.stack([torch.linspace(a, b, request.side) for a, b in zip(low.tolist(), high.tolist(), strict=True)])
    rows = [torch.stack([grid[0], y.expand(request.side)], 1) for y in grid[1]]
    decoded = np.stack([to_uint8(model.map.decode(row)) for row in rows])
    values = read(model.classifier, decoded.reshape(-1, *decoded.shape[2:]))[1]
    yield MapStep(
        passes=request.side,
        grid=grid.numpy(),
        sheet=np.frombuffer(sheet(decoded), np.uint8),
        read_values=values.reshape(request.side, request.side, -1),
        mu=mu.numpy(),
    )


def sheet(pictures: np.ndarray) -> bytes:
    """(side, side, 64, 64, 3), rows rising → one WebP file, the highest row on top: a twentieth of the bytes."""
    rows, columns, height, width, _rgb = pictures.shape
    file = io.BytesIO()
    page = pictures[::-1].transpose(0, 2, 1, 3, 4).reshape(rows * height, columns * width, 3)
    Image.fromarray(page).save(file, "WEBP", quality=QUALITY)
    return file.getvalue()
