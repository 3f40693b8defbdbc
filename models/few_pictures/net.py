"""The classifier: three convolutions over 16 × 16 pixels, about 95,000 numbers."""

from __future__ import annotations

import torch
from torch import nn

from models.few_pictures.kinds import STYLES


def drawn(seed: int) -> nn.Sequential:
    """(n, 3, 16, 16) from −1 to 1 → logits (n, styles). Its first numbers are those of the seed; the generator of torch
    itself is left as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return nn.Sequential(
            nn.Conv2d(3, 32, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(32, 32, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(1024, 64),
            nn.ReLU(),
            nn.Linear(64, len(STYLES)),
        )
