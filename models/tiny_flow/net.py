"""The flow's network: it looks at a noisy picture and says what the clean one is.

Rectified flow (Liu et al., arXiv:2209.03003; Lipman et al., arXiv:2210.02747) leads on straight lines from noise to
pictures. Networks of this size cannot say the velocity itself, in which all the noise is; the picture they can.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

PIXELS, WIDTH, BLOCKS, WAVES = 16 * 16 * 3, 384, 3, 16
NEAR_END = 0.1  # the smallest way left that an error is divided by
STEPS = 30  # from noise to a picture


class Flow(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.time = nn.Linear(2 * WAVES, WIDTH)
        self.enter, self.leave = nn.Linear(PIXELS, WIDTH), nn.Linear(WIDTH, PIXELS)
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 2 * WIDTH), nn.GELU(), nn.Linear(2 * WIDTH, WIDTH))
            for _ in range(BLOCKS)
        )
        nn.init.zeros_(self.leave.weight)

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        """x (n, 768) on the way from noise (t = 0) to a picture (t = 1), t (n,) → (n, 768), the picture."""
        angle = t[:, None] * torch.exp(torch.linspace(0, 5, WAVES))
        hidden = self.enter(x) + self.time(torch.cat([angle.sin(), angle.cos()], -1))
        for block in self.blocks:
            hidden = hidden + block(hidden)
        result: Tensor = self.leave(hidden)
        return result


def drawn(seed: int) -> Flow:
    """With random numbers to begin with; torch's own generator is left as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Flow()


def loss(flow: Flow, pictures: Tensor, noise: Tensor, t: Tensor) -> Tensor:
    """The mean squared error of the velocity that follows from what the network says. `pictures` from −1 to 1."""
    said = flow(noise + t[:, None] * (pictures - noise), t)
    return ((said - pictures) / (1 - t[:, None]).clamp(min=NEAR_END)).square().mean()


@torch.no_grad()
def draw(flow: Flow, noise: Tensor) -> Tensor:
    """(n, 768) noise → pictures from −1 to 1, in STEPS steps of equal length."""
    x = noise
    for i in range(STEPS):
        x = x + (flow(x, torch.full((len(x),), i / STEPS)) - x) / (STEPS - i)
    return x
