"""Super-resolution: 16x16 -> 64x64. Most of the work is done on the small grid; what is learned is added to bicubic."""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn

from models.avatars.tensors import to_float, to_uint8
from models.weights import shipped

WEIGHTS = Path(__file__).parent / "weights"


class Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.first, self.second = nn.Conv2d(width, width, 3, padding=1), nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.second(F.silu(self.first(x)))


class SuperResolution(nn.Module):
    """(n, 3, 16, 16) in [-1, 1] -> (n, 3, 64, 64). No normalisation: colours must come through exactly."""

    def __init__(self, width: int = 64, blocks: int = 6) -> None:
        super().__init__()
        self.small = nn.Sequential(nn.Conv2d(3, width, 3, padding=1), *[Residual(width) for _ in range(blocks)])
        # A face's parts lie far apart: one vector of the whole picture tells each position what the others show.
        self.whole = nn.Sequential(nn.Conv2d(width, 8, 1), nn.Flatten(), nn.Linear(8 * 256, width), nn.SiLU())
        self.spread = nn.Linear(width, width)
        self.upper = nn.Sequential(
            nn.Conv2d(width, 4 * 48, 3, padding=1), nn.PixelShuffle(2), Residual(48), Residual(48)
        )
        self.last = nn.Sequential(nn.SiLU(), nn.Conv2d(48, 12, 3, padding=1), nn.PixelShuffle(2))
        nn.init.zeros_(self.last[1].weight)  # starts as plain bicubic
        nn.init.zeros_(self.last[1].bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = self.small(x)
        h = h + self.spread(self.whole(h))[:, :, None, None]
        return bicubic(x) + self.last(self.upper(h))


def bicubic(x: torch.Tensor) -> torch.Tensor:
    return F.interpolate(x, scale_factor=4, mode="bicubic", align_corners=False)


def save(model: SuperResolution, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    save_file({k: v.half().contiguous() for k, v in model.state_dict().items()}, folder / "superres.safetensors")
    shipped.seal(folder)


def load_superres(folder: Path = WEIGHTS) -> SuperResolution:
    """fp32 from fp16. Raises StoreError if the file is damaged."""
    shipped.verify(folder)
    model = SuperResolution()
    model.load_state_dict({k: v.float() for k, v in load_file(folder / "superres.safetensors").items()})
    return model.eval().to(memory_format=torch.channels_last)


@torch.no_grad()
def enlarge(model: nn.Module | None, pictures: np.ndarray) -> np.ndarray:
    """uint8 (n, 16, 16, 3) -> (n, 64, 64, 3); by bicubic alone where the model is None."""
    x = [to_float(pictures[i : i + 200]) for i in range(0, len(pictures), 200)]
    return np.concatenate([to_uint8((bicubic if model is None else model)(part)) for part in x])


def sharpness(pictures: np.ndarray) -> float:
    """Root mean square of neighbouring pixels' differences, in units of 1/255: blur lowers it."""
    x = pictures.astype(np.float32)
    return float(np.sqrt(((x[:, 1:] - x[:, :-1]) ** 2).mean() + ((x[:, :, 1:] - x[:, :, :-1]) ** 2).mean()))
