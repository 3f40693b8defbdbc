"""A face from a few numbers: a VAE with one global latent (Kingma & Welling 2013; β = 1), 64x64 pictures.

With 32 numbers it is the latent space one walks and adds in; with 2 it is a map.
"""

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import nn

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.weights import shipped

WEIGHTS = Path(__file__).parent / "weights" / "beta"
MAP = Path(__file__).parent / "weights" / "map"  # the same with 2 numbers
SMALL = Path(__file__).parent / "weights" / "small"  # with 32 numbers and narrower: a folder for each of BETAS
WIDTHS = (32, 64, 128, 192)
BETAS, SMALL_WIDTHS = (0.1, 10, 100, 1000), (16, 32, 48, 64)


def block(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.BatchNorm2d(inputs), nn.SiLU(), nn.Conv2d(inputs, outputs, 3, padding=1))


class BetaVAE(nn.Module):
    """encode: (n, 3, 64, 64) in [-1, 1] -> mu, logvar (n, latent); decode: z (n, latent) -> (n, 3, 64, 64)."""

    def __init__(self, latent: int = 32, widths: tuple[int, ...] = WIDTHS) -> None:
        super().__init__()
        w = widths
        self.latent = latent
        self.encoder = nn.Sequential(
            nn.PixelUnshuffle(2),
            nn.Conv2d(12, w[0], 3, padding=1),
            *[nn.Sequential(block(i, o), nn.AvgPool2d(2)) for i, o in zip(w, w[1:], strict=False)],  # 32 -> 4
            block(w[3], w[3]),
            nn.SiLU(),
            nn.Flatten(),
            nn.Linear(w[3] * 16, 2 * latent),
        )
        up = [nn.Sequential(nn.Upsample(scale_factor=2), block(i, o)) for i, o in zip(w[:0:-1], w[-2::-1], strict=True)]
        self.decoder = nn.Sequential(
            nn.Linear(latent, w[3] * 16),
            nn.Unflatten(1, (w[3], 4, 4)),
            block(w[3], w[3]),
            *up,
            block(w[0], w[0]),
            nn.BatchNorm2d(w[0]),
            nn.SiLU(),
            nn.Conv2d(w[0], 12, 3, padding=1),
            nn.PixelShuffle(2),
        )

    def encode(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        mu, logvar = self.encoder(x).chunk(2, 1)
        return mu, logvar

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z)


def direction(means: dict[str, torch.Tensor], name: str, shown: np.ndarray) -> torch.Tensor:
    """What to add to a face's numbers (latent,) so that it gets the value `name`, as "glasses/sunglasses".

    The mean of pictures with that value minus the mean of pictures with the one that this face shows; where it shows
    the value already, minus the mean of the others, so that taking it away works as well. shown: the classifier's
    reading of the face, twelve indices. Subtracting all other values at once does not reach those in the middle:
    light skin lies between pale and brown, so the mean of all others is nearly light skin.
    """
    attribute, value = name.split("/")
    now = NAMES[attribute][shown[ATTRIBUTES.index(attribute)]]
    minus = [v for v in NAMES[attribute] if v != value] if now == value else [now]
    return means[name] - torch.stack([means[f"{attribute}/{v}"] for v in minus]).mean(0)


def save(model: BetaVAE, folder: Path, means: dict[str, torch.Tensor]) -> None:
    """fp16 weights, and for each value of an attribute the mean latent of pictures that show it."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {k: (v.half() if v.is_floating_point() else v).contiguous() for k, v in model.state_dict().items()}
    save_file(state, folder / "beta.safetensors", metadata={"latent": str(model.latent)})
    save_file({k: v.float().contiguous() for k, v in means.items()}, folder / "means.safetensors")
    shipped.seal(folder)


def load_beta(
    folder: Path = WEIGHTS, latent: int = 32, widths: tuple[int, ...] = WIDTHS
) -> tuple[BetaVAE, dict[str, torch.Tensor]]:
    """(model in fp32, mean latent of each value: see `direction`). Raises StoreError if a file is damaged."""
    shipped.verify(folder)
    model = BetaVAE(latent, widths)
    state = load_file(folder / "beta.safetensors")
    model.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in state.items()})
    return model.eval().to(memory_format=torch.channels_last), load_file(folder / "means.safetensors")
