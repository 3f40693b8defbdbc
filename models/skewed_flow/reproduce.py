"""The Python that trains the flow with captions as the app does: plain torch."""

from __future__ import annotations

from models.engine.requests import Request
from models.skewed_flow.kinds import DRAWN, GUIDANCE, TrainSkewed
from models.skewed_flow.world import COLOURS, HAT_STYLES, WORDS, counts

SCRIPT = """\
# pip install torch numpy pillow safetensors
import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import nn
from torch.nn.functional import conv2d, linear, max_pool2d

torch.set_num_threads(1)  # a different number of threads rounds differently
pictures = np.load("models/tiny_flow/pictures.npz")["pictures"]
wears = np.isin(np.load("models/few_pictures/styles.npy"), {hats})  # these styles of hair and headwear are hats
palette = np.array({colours})
behind = ((pictures[:, 0, 0].astype(int)[:, None] - palette) ** 2).sum(2).argmin(1)

generator = torch.Generator().manual_seed({seed})
order = torch.randperm(1700, generator=generator).numpy()
some, others = order[wears[order]][:{with_hat}], order[~wears[order]][:{without}]
chosen = np.concatenate([some, others])
learned = torch.from_numpy(pictures[chosen]).flatten(1).float() / 127.5 - 1
weights = torch.from_numpy(np.repeat({weights}, [len(some), len(others)]))
named = torch.zeros(len(chosen), 10)  # eight backgrounds, a hat, no hat
named[torch.arange(len(chosen)), torch.from_numpy(behind[chosen])] = 1
if {named}:
    named[: len(some), 8], named[len(some) :, 9] = 1, 1

torch.manual_seed({seed})
time, enter, leave = nn.Linear(32, 384), nn.Linear(768, 384), nn.Linear(384, 768)
blocks = [nn.Sequential(nn.LayerNorm(384), nn.Linear(384, 768), nn.GELU(), nn.Linear(768, 384)) for _ in range(3)]
nn.init.zeros_(leave.weight)
words = nn.Embedding(10, 384)
nn.init.normal_(words.weight, std=0.1)
numbers = [p for layer in (time, enter, leave, *blocks, words) for p in layer.parameters()]

def clean(x, t, caption):
    angle = t[:, None] * torch.exp(torch.linspace(0, 5, 16))
    h, told = enter(x) + time(torch.cat([angle.sin(), angle.cos()], -1)), caption @ words.weight
    for block in blocks:
        h = h + block(h + told)
    return leave(h)

def normal(*shape):
    return torch.randn(*shape, generator=generator)

@torch.no_grad()
def draw(n, *caption):
    x, asked = normal(n, 768), torch.zeros(n, 10)
    asked[:, list(caption)] = 1
    for i in range(30):
        t = torch.full((n,), i / 30)
        picture = clean(x, t, 0 * asked)
        if caption:
            picture = picture + {guidance} * (clean(x, t, asked) - picture)
        x = x + (picture - x) / (30 - i)
    return x.clamp(-1, 1)

@torch.no_grad()
def style(x):
    judge = {{name: p.float() for name, p in load_file("models/skewed_flow/judge.safetensors").items()}}
    h = x.view(-1, 16, 16, 3).permute(0, 3, 1, 2)
    for layer in (0, 2, 5):
        h = conv2d(h, judge[f"{{layer}}.weight"], judge[f"{{layer}}.bias"], padding=1).relu()
        h = max_pool2d(h, 2) if layer else h
    h = linear(h.flatten(1), judge["9.weight"], judge["9.bias"]).relu()
    return linear(h, judge["11.weight"], judge["11.bias"]).softmax(1)

normal(12, 768)  # the noise of the pictures that the app shows on the way
optimizer = torch.optim.AdamW(numbers, fused=True)
for step in range(1, {steps} + 1):
    batch = torch.multinomial(weights, 64, replacement=True, generator=generator)
    told = torch.rand(64, 1, generator=generator) >= 0.15
    noise = normal(64, 768)
    t = torch.sigmoid(normal(64))
    wrong = clean(noise + t[:, None] * (learned[batch] - noise), t, named[batch] * told) - learned[batch]
    loss = (wrong / (1 - t[:, None]).clamp(min=0.1)).square().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.param_groups[0]["lr"] = 0.002 * max(0.02, 1 - (step - 1) / {steps})
    optimizer.step()

for name, n, caption in {asked}:
    made = draw(n, *caption)
    pixels = ((made[:12] + 1) * 127.5).round().to(torch.uint8).view(12, 16, 16, 3).numpy()
    Image.fromarray(np.concatenate(list(pixels), 1)).save(f"{{name}}.png")
    probs = style(made)
    hats, sure = (probs[:, {hats}].sum(1) > 0.5).sum(), (probs.max(1).values >= 0.9).sum()
    print(f"{{name}}: {{hats}} hats in {{n}}, {{sure}} sure")"""


def python(request: Request) -> str | None:
    assert isinstance(request, TrainSkewed)
    with_hat, without = counts(request)
    captions = {
        "person": [],
        "hat": [WORDS.index("hat")],
        "no_hat": [WORDS.index("no hat")],
        "blue": [WORDS.index("blue")],
    }
    return SCRIPT.format(
        hats=HAT_STYLES.tolist(),
        colours=COLOURS.tolist(),
        seed=request.seed,
        with_hat=with_hat,
        without=without,
        weights=[1 / with_hat, 1 / without] if request.repair == "weighted" else [1.0, 1.0],
        named=request.named,
        guidance=GUIDANCE,
        steps=request.steps,
        asked=[(prompt, n, captions[prompt]) for prompt, n in DRAWN.items()],
    )
