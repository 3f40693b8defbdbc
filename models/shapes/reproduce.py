"""The Python that draws clouds of points: each layer is one formula on the shipped file."""

from __future__ import annotations

from models.avatars.reproduce import PIP
from models.engine.requests import Request
from models.shapes.kinds import JUDGED, WALK_POINTS, Shape, ShapeNearest, ShapeWalk, percent

BEGIN = """\
from math import log, pi

import numpy as np
import torch
from safetensors.torch import load_file
from torch.nn import functional as F

torch.set_grad_enabled(False)  # nothing is trained here
s = {name: value.float() for name, value in load_file("models/shapes/weights/shapes.safetensors").items()}

def linear(x, name):
    return F.linear(x, s[f"{name}.weight"], s[f"{name}.bias"])

def waves(x):  # coordinates, and their sines and cosines
    angles = (x[..., None] * (pi / 2 * 2.0 ** torch.arange(5))).flatten(-2)
    return torch.cat([x, angles.sin(), angles.cos()], -1)

def velocity(flow, x, t, told):  # "prior" or "decoder"; x (1, points, size)
    angles = 2 * t * torch.exp(torch.linspace(0, log(100), 16))
    context = F.gelu(linear(torch.cat([told, angles.sin()[None], angles.cos()[None]], 1), f"{flow}.tell.0"))[:, None]
    x = linear(waves(x) if flow == "decoder" else x, f"{flow}.first")
    for k in range(6):
        scale, shift = linear(context, f"{flow}.turns.{k}").chunk(2, -1)
        h = F.layer_norm(x, x.shape[-1:]) * (1 + scale) + shift
        x = x + linear(F.gelu(h, approximate="tanh"), f"{flow}.layers.{k}")
    return linear(x, f"{flow}.last")

def flow_on(flow, x, told, steps):  # from noise at t = 0 to t = 1, in equal steps
    for step in range(steps):
        x = x + velocity(flow, x, step / steps, told) / steps
        yield x

def noise(seed, *shape):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))

def code(shape, low, high, size, seed, steps):  # z, told a class and a size in percent
    one_hot = [float(name == shape) for name in ("chair", "table", "lamp", "vase")]
    told = torch.tensor([[*one_hot, (size - low) / (high - low) * 2 - 1]])
    return list(flow_on("prior", noise(seed, 1, 1, 32), told, steps))[-1][:, 0]

def decode(z, x, steps):
    return flow_on("decoder", x, z * s["z_deviation"] + s["z_mean"], steps)
"""
CLOUD = """
x = noise({second}, 1, 4096, 3)[:, :{points}]{shuffled}
for step, x in enumerate([x, *decode({code}, x, {steps})]):
    print(f"step {{step}}: mean {{x.mean():+.4f}}, deviation {{x.std():.4f}}")
np.save("cloud.npy", x[0].numpy())"""
WALK = """
first = {first}
last = {last}
x = noise({second}, 1, 4096, 3)[:, :{points}]
walk = []
for position in np.linspace(0, 1, {frames}).tolist():
    walk += list(decode((1 - position) * first + position * last, x, {steps}))[-1]
    print(f"{{position:.0%}} of the way: mean {{walk[-1].mean():+.4f}}, deviation {{walk[-1].std():.4f}}")
np.save("walk.npy", torch.stack(walk).numpy())"""
NEAREST = """
drawn = list(decode({code}, noise({second}, 1, 4096, 3)[:, :{points}], {steps}))[-1][0]
real = torch.from_numpy(np.load("models/shapes/references.npz")["points"]).float()[:, :{points}]
distances = torch.cdist(drawn.double(), real.double()).square()
chamfer = distances.amin(2).mean(1) + distances.amin(1).mean(1)
best = chamfer.argmin()
shape = ("chair", "table", "lamp", "vase")[best % 4]
print(f"nearest: {{shape}} {{best // 4}}, Chamfer distance {{chamfer[best]:.5f}}")
np.save("drawn.npy", drawn.numpy())
np.save("real.npy", real[best].numpy())"""


def python(request: Request) -> str | None:
    begin = PIP.format(packages="").replace(" pillow", "") + BEGIN
    match request:
        case Shape():
            order = f"[:, torch.randperm({request.points}, generator=torch.Generator().manual_seed({request.seed}))]"
            return begin + CLOUD.format(
                second=_second(request.seed),
                points=request.points,
                shuffled=order if request.shuffled else "",
                code=_code(request.shape, request),
                steps=request.num_inference_steps,
            )
        case ShapeWalk():
            return begin + WALK.format(
                first=_code(request.shape, request),
                last=_code(request.to_shape, request),
                second=_second(request.seed),
                points=WALK_POINTS,
                frames=request.frames,
                steps=request.num_inference_steps,
            )
        case ShapeNearest():
            return begin + NEAREST.format(
                code=_code(request.shape, request),
                second=_second(request.seed),
                points=JUDGED,
                steps=request.num_inference_steps,
            )
    return None


def _second(seed: int) -> int:
    """The seed of the points' noise, as in infer.noise_of."""
    return (seed + 1) % 2**31


def _code(shape: str, request: Shape | ShapeWalk | ShapeNearest) -> str:
    low, high, size = percent(shape, 0), percent(shape, 100), percent(shape, request.size)
    return f"code({shape!r}, {low:g}, {high:g}, {size!r}, {request.seed}, {request.num_inference_steps})"
