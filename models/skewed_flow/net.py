"""The flow of tiny_flow with captions: the sum of its words' vectors is told to each block."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.skewed_flow.kinds import GUIDANCE
from models.skewed_flow.world import WORDS
from models.tiny_flow.net import NEAR_END, STEPS, WAVES, WIDTH, Flow

SPREAD = 0.1  # of the words' first numbers


class Captioned(Flow):
    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(len(WORDS), WIDTH)
        nn.init.normal_(self.words.weight, std=SPREAD)

    def forward(self, x: Tensor, t: Tensor, named: Tensor) -> Tensor:  # type: ignore[override]
        """x (n, 768) on the way from noise (t = 0) to a picture (t = 1), t (n,), named (n, words) → (n, 768), the
        picture."""
        angle = t[:, None] * torch.exp(torch.linspace(0, 5, WAVES))
        hidden = self.enter(x) + self.time(torch.cat([angle.sin(), angle.cos()], -1))
        said = named @ self.words.weight
        for block in self.blocks:
            hidden = hidden + block(hidden + said)
        result: Tensor = self.leave(hidden)
        return result


def drawn(seed: int) -> Captioned:
    """With random numbers to begin with; torch's own generator is left as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Captioned()


def loss(flow: Captioned, pictures: Tensor, named: Tensor, noise: Tensor, t: Tensor) -> Tensor:
    """The mean squared error of the velocity that follows from what the network says. `pictures` from −1 to 1."""
    said = flow(noise + t[:, None] * (pictures - noise), t, named)
    return ((said - pictures) / (1 - t[:, None]).clamp(min=NEAR_END)).square().mean()


@torch.no_grad()
def draw(flow: Captioned, noise: Tensor, named: Tensor) -> Tensor:
    """(n, 768) noise and (words,) of one caption → pictures from −1 to 1, in STEPS steps of equal length. What is named
    is guided: what the caption changes counts GUIDANCE times."""
    x, nothing = noise, torch.zeros(len(noise), len(named))
    for i in range(STEPS):
        t = torch.full((len(x),), i / STEPS)
        clean = flow(x, t, nothing)
        if named.any():
            clean = clean + GUIDANCE * (flow(x, t, named.expand(len(x), -1)) - clean)
        x = x + (clean - x) / (STEPS - i)
    return x.clamp(-1, 1)
