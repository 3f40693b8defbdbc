"""The VAE once more, from its file alone, in plain torch functions: what the engine's numbers are checked against."""

from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

WEIGHTS = Path(__file__).parents[3] / "models" / "vae" / "weights"


class Plain:
    def __init__(self, folder="beta"):
        self.state = {k: v.float() for k, v in load_file(WEIGHTS / folder / "beta.safetensors").items()}

    def normed(self, x, name):
        s = self.state
        scale = s[f"{name}.weight"] / (s[f"{name}.running_var"] + 1e-5).sqrt()
        shift = s[f"{name}.bias"] - s[f"{name}.running_mean"] * scale
        x = x * scale[:, None, None] + shift[:, None, None]
        return x * torch.sigmoid(x)

    def conv(self, x, name):
        return F.conv2d(x, self.state[f"{name}.weight"], self.state[f"{name}.bias"], padding=1)

    def encode(self, picture):
        """picture (64, 64, 3) uint8 → mu, logvar (latent,)."""
        x = torch.tensor(picture.astype(np.float32) / 127.5 - 1).permute(2, 0, 1)[None]
        x = self.conv(F.pixel_unshuffle(x, 2), "encoder.1")
        for i in (2, 3, 4):
            x = F.avg_pool2d(self.conv(self.normed(x, f"encoder.{i}.0.0"), f"encoder.{i}.0.2"), 2)
        x = self.conv(self.normed(x, "encoder.5.0"), "encoder.5.2")
        x = (x * torch.sigmoid(x)).flatten(1) @ self.state["encoder.8.weight"].T + self.state["encoder.8.bias"]
        mu, logvar = x[0].chunk(2)
        return mu.numpy(), logvar.numpy()

    def decode(self, z):
        """z (latent,) → picture (64, 64, 3) uint8."""
        x = self.state["decoder.0.weight"] @ torch.tensor(np.asarray(z, np.float32)) + self.state["decoder.0.bias"]
        x = x.reshape(1, -1, 4, 4)
        x = self.conv(self.normed(x, "decoder.2.0"), "decoder.2.2")
        for i in (3, 4, 5):
            x = x.repeat_interleave(2, 2).repeat_interleave(2, 3)
            x = self.conv(self.normed(x, f"decoder.{i}.1.0"), f"decoder.{i}.1.2")
        x = self.conv(self.normed(x, "decoder.6.0"), "decoder.6.2")
        x = F.pixel_shuffle(self.conv(self.normed(x, "decoder.7"), "decoder.9"), 2)[0]
        return np.rint((x.clamp(-1, 1).permute(1, 2, 0).numpy() + 1) * 127.5).astype(np.uint8)


@pytest.fixture(scope="session")
def plain():
    """plain() is the model with 32 numbers, plain("map") the one with 2, plain("small/10") one of the small ones."""
    return Plain
