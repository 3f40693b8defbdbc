"""The Python that lets the network learn as the app does: plain torch."""

from __future__ import annotations

from models.engine.requests import Request
from models.invented_people.kinds import LAWS, LearnPeople

SCRIPT = """\
# pip install torch numpy
import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)  # a different number of threads rounds differently
rng = np.random.default_rng({seed})
shares = np.arange(1, 4001) ** -{law}
shares = rng.permutation(shares / shares.sum())
told, asked = rng.choice(4000, {sentences}, p=shares), rng.choice(4000, 4000, p=shares)
towns = torch.tensor(rng.integers(0, 40, 4000))
times = np.bincount(told, minlength=4000)

torch.manual_seed({seed})
first, last = nn.Embedding(40, 64), nn.Embedding(100, 64)
out = nn.Sequential(nn.Linear(128, 256), nn.GELU(), nn.Linear(256, 40))
numbers = [p for part in (first, last, out) for p in part.parameters()]

def towns_of(people):
    return out(torch.cat([first(people // 100), last(people % 100)], 1))

shuffled = torch.Generator().manual_seed({seed})
adam = torch.optim.AdamW(numbers, 0.003)
told, people = torch.tensor(told), torch.tensor(asked)
for reading in range(1, 33):
    for some in told[torch.randperm(len(told), generator=shuffled)].split(50):
        loss = nn.functional.cross_entropy(towns_of(some), towns[some])
        adam.zero_grad()
        loss.backward()
        adam.step()
    if reading in (1, 2, 4, 8, 16, 32):
        with torch.no_grad():
            wrong = (towns_of(people).argmax(1) != towns[people]).numpy()
        never = wrong[times[asked] == 0].sum()
        print(f"after {{reading}} readings {{wrong.sum()}} of 4000 wrong, {{never}} of them about people never read of")
print(f"estimate from what was read once: {{(times == 1).sum() / len(told) * 39 / 40:.4f}}")"""


def python(request: Request) -> str | None:
    assert isinstance(request, LearnPeople)
    return SCRIPT.format(law=LAWS[request.spread], sentences=request.sentences, seed=request.seed)
