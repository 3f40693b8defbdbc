"""A shape as a distribution of points in space: PointFlow (Yang et al., arXiv:1906.12320) with flow matching.

The encoder reads a cloud into 32 numbers z: which shape. The decoder leads one point of noise to one point of that
shape's surface, told z; the points know nothing of each other, so any number can be drawn, and their order means
nothing. The prior leads noise to z, told a class and a size.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from models.shapes.furniture import CLASSES
from models.shapes.kinds import SIZES
from models.weights import shipped

CODE = 32  # numbers of z
TOLD = len(CLASSES) + 1  # what the prior is told: the class, one-hot, and the size from -1 to 1
WEIGHTS = Path(__file__).parent / "weights"


def waves(x: Tensor) -> Tensor:
    """(..., 3) -> (..., 33): the coordinates and their sines and cosines, from one wave in 4 to one in 1/4."""
    angles = (x[..., None] * (math.pi / 2 * 2.0 ** torch.arange(5, device=x.device))).flatten(-2)
    return torch.cat([x, angles.sin(), angles.cos()], -1)


def clock(t: Tensor) -> Tensor:
    """(n,) times from 0 to 1 -> (n, 32) sines and cosines."""
    angles = t[:, None] * torch.exp(torch.linspace(0, math.log(100), 16, device=t.device)) * 2
    return torch.cat([angles.sin(), angles.cos()], -1)


class Encoder(nn.Module):
    """A cloud -> mean and log-variance of z. The points meet in a maximum and a mean alone (PointNet)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.point = nn.Sequential(
            nn.Linear(33, width), nn.GELU(), nn.Linear(width, width), nn.GELU(), nn.Linear(width, 2 * width)
        )
        self.head = nn.Sequential(nn.Linear(4 * width, 2 * width), nn.GELU(), nn.Linear(2 * width, 2 * CODE))

    def forward(self, cloud: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, points, 3) -> (batch, 32), (batch, 32)"""
        h = self.point(waves(cloud))
        mean, logvar = self.head(torch.cat([h.amax(1), h.mean(1)], -1)).float().chunk(2, -1)
        return mean, logvar.clamp(-12, 4)


class Flow(nn.Module):
    """The velocity of x at time t, told something: an MLP whose layers are scaled and shifted by what is told."""

    def __init__(self, size: int, told: int, width: int, layers: int) -> None:
        super().__init__()
        self.spatial = size == 3
        self.tell = nn.Sequential(nn.Linear(told + 32, width), nn.GELU())
        self.first = nn.Linear(33 if self.spatial else size, width)
        self.turns = nn.ModuleList(nn.Linear(width, 2 * width) for _ in range(layers))
        self.layers = nn.ModuleList(nn.Linear(width, width) for _ in range(layers))
        self.last = nn.Linear(width, size)
        for turn in self.turns:
            nn.init.normal_(turn.weight, std=0.02)
            nn.init.zeros_(turn.bias)

    def forward(self, x: Tensor, t: Tensor, told: Tensor) -> Tensor:
        """x (batch, points, size), t (batch,) from 0 (noise) to 1, told (batch, told) -> (batch, points, size)"""
        context = self.tell(torch.cat([told, clock(t)], -1))[:, None]
        h = self.first(waves(x) if self.spatial else x)
        for turn, layer in zip(self.turns, self.layers, strict=True):
            scale, shift = turn(context).chunk(2, -1)
            normed = F.layer_norm(h, h.shape[-1:])
            h = h + layer(F.gelu(normed * (1 + scale) + shift, approximate="tanh"))
        return self.last(h)


class Shapes(nn.Module):
    def __init__(self, encoder: int = 128, decoder: int = 224, prior: int = 192, layers: int = 6) -> None:
        super().__init__()
        self.encoder = Encoder(encoder)
        self.decoder = Flow(3, CODE, decoder, layers)
        self.prior = Flow(CODE, TOLD, prior, layers)
        self.register_buffer("z_mean", torch.zeros(CODE))
        self.register_buffer("z_deviation", torch.ones(CODE))


def told(kinds: Tensor, percent: Tensor) -> Tensor:
    """Classes (n,) by their place in CLASSES and sizes (n,) in percent -> what the prior is told, (n, 5)."""
    low, high = torch.tensor([SIZES[name] for name in CLASSES], dtype=torch.float32).to(kinds.device)[kinds].T
    scaled = (percent - low) / (high - low) * 2 - 1
    return torch.cat([F.one_hot(kinds, len(CLASSES)).float(), scaled[:, None].float()], 1)


def walk(flow: Flow, x: Tensor, words: Tensor, steps: int) -> Iterator[Tensor]:
    """Yields x (batch, points, size) after each of so many equal steps (Euler) from noise at t = 0 to t = 1."""
    for step in range(steps):
        t = torch.full((len(x),), step / steps)
        x = x + flow(x, t, words) / steps
        yield x


def save(model: Shapes, folder: Path) -> None:
    """fp16, with its hash."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: value.detach().cpu().half().contiguous() for name, value in model.state_dict().items()}
    save_file(state, folder / "shapes.safetensors")
    shipped.seal(folder)


def load_shapes(folder: Path = WEIGHTS) -> Shapes:
    """The trained network, in fp32."""
    model = Shapes()
    state = load_file(folder / "shapes.safetensors")
    model.load_state_dict({name: value.float() for name, value in state.items()})
    return model.eval().requires_grad_(False)
