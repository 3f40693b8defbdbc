"""The Python that trains the five classifiers as the app does: plain torch."""

from __future__ import annotations

from models.engine.requests import Request
from models.few_pictures.kinds import STARTS, FewPictures

SCRIPT = """\
# pip install torch numpy
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)  # a different number of threads rounds differently

def numbers(pictures):
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 127.5 - 1

real = numbers(np.load("models/tiny_flow/pictures.npz")["pictures"])
real_styles = torch.from_numpy(np.load("models/few_pictures/styles.npy")).long()
made = np.load("models/few_pictures/generated.npz")
drawn, drawn_styles = numbers(made["pictures"]), torch.from_numpy(made["styles"]).long()

def alter(x):
{alter}

for start in range({starts}):
    torch.manual_seed({first} + start)
    classifier = nn.Sequential(
        nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(1024, 64), nn.ReLU(), nn.Linear(64, 15),
    )
    generator = torch.Generator().manual_seed({first} + start)
    some = torch.randperm(1700, generator=generator)[:{pictures}]
    more = torch.randperm(1000, generator=generator)[:{generated}]
    x, styles = torch.cat([real[some], drawn[more]]), torch.cat([real_styles[some], drawn_styles[more]])
    optimizer = torch.optim.AdamW(classifier.parameters(), 0.002, fused=True)
    for step in range(1, 251):
        batch = torch.randint(len(x), (64,), generator=generator)
        loss = nn.functional.cross_entropy(classifier(alter(x[batch])), styles[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.param_groups[0]["lr"] = 0.002 * max(0.02, 1 - (step - 1) / 250)
        optimizer.step()
    with torch.no_grad():
        right = (classifier(real[-300:]).argmax(1) == real_styles[-300:]).sum().item()
    print(f"classifier {{start}}: {{right}} of 300 right")"""
ALTER = {
    "none": "    return x",
    "colours": """\
    gain = 0.6 + 0.8 * torch.rand(len(x), 3, 1, 1, generator=generator)
    return ((x + 1) * gain - 1).clamp(-1, 1)""",
    "mirror": """\
    mirrored = torch.rand(len(x), 1, 1, 1, generator=generator) < 0.5
    return torch.where(mirrored, x.flip(3), x)""",
}


def python(request: Request) -> str | None:
    assert isinstance(request, FewPictures)
    return SCRIPT.format(
        alter=ALTER[request.altered],
        starts=STARTS,
        first=STARTS * request.seed,
        pictures=request.pictures,
        generated=request.generated,
    )
