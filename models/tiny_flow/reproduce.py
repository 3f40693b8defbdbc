"""The Python that trains the flow as the app does: plain torch."""

from __future__ import annotations

from models.engine.requests import Request
from models.tiny_flow.kinds import TrainFlow

SCRIPT = """\
# pip install torch numpy pillow
import numpy as np
import torch
from PIL import Image
from torch import nn

torch.set_num_threads(1)  # a different number of threads rounds differently
flat = torch.from_numpy(np.load("models/tiny_flow/pictures.npz")["pictures"]).flatten(1).float() / 127.5 - 1
learned, held_out = flat[:{pictures}], flat[-300:]

torch.manual_seed({seed})
time, enter, leave = nn.Linear(32, 384), nn.Linear(768, 384), nn.Linear(384, 768)
blocks = [nn.Sequential(nn.LayerNorm(384), nn.Linear(384, 768), nn.GELU(), nn.Linear(768, 384)) for _ in range(3)]
nn.init.zeros_(leave.weight)
numbers = [p for layer in (time, enter, leave, *blocks) for p in layer.parameters()]

def clean(x, t):
    angle = t[:, None] * torch.exp(torch.linspace(0, 5, 16))
    h = enter(x) + time(torch.cat([angle.sin(), angle.cos()], -1))
    for block in blocks:
        h = h + block(h)
    return leave(h)

def loss(pictures, noise, t):
    wrong = clean(noise + t[:, None] * (pictures - noise), t) - pictures
    return (wrong / (1 - t[:, None]).clamp(min=0.1)).square().mean()

generator = torch.Generator().manual_seed({seed})
def normal(*shape):
    return torch.randn(*shape, generator=generator)

def nearest(pictures):
    return torch.cdist(pictures, learned).min(1).values.mean().item()

noise = normal(64, 768)
noise_held, t_held = normal(300, 768), torch.sigmoid(normal(300))
real = nearest(held_out)

@torch.no_grad()
def report(step):
    x = noise
    for i in range(30):
        x = x + (clean(x, torch.full((64,), i / 30)) - x) / (30 - i)
    x = x.clamp(-1, 1)
    error = loss(held_out, noise_held, t_held).item()
    print(f"update {{step}}: error {{error:.4f}}, drawn pictures {{nearest(x) / real:.3f}} times as far as real ones")
    pixels = ((x[:16] + 1) * 127.5).round().to(torch.uint8).view(16, 16, 16, 3).numpy()
    Image.fromarray(np.concatenate(list(pixels), 1)).save(f"update-{{step}}.png")

optimizer = torch.optim.AdamW(numbers, fused=True)
report(0)
for step in range(1, {steps} + 1):
    batch = learned[torch.randint(len(learned), (64,), generator=generator)]
    value = loss(batch, normal(64, 768), torch.sigmoid(normal(64)))
    optimizer.zero_grad()
    value.backward()
    optimizer.param_groups[0]["lr"] = {learning_rate} * max(0.02, 1 - (step - 1) / {steps})
    optimizer.step()
    if step in {moments}:
        report(step)"""


def python(request: Request) -> str | None:
    assert isinstance(request, TrainFlow)
    return SCRIPT.format(
        pictures=request.pictures,
        seed=request.seed,
        steps=request.steps,
        learning_rate=request.learning_rate,
        moments=request.moments(),
    )
