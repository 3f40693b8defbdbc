"""A small GAN with styles: a mapping network z -> w, a generator modulated by w in every layer, a critic. 64x64.

After StyleGAN (Karras et al., arXiv:1812.04948), without its noise inputs and progressive growing.
"""

from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn

from models.weights import shipped

WEIGHTS = Path(__file__).parent / "weights"


class Styled(nn.Module):
    """Convolution, leaky ReLU, instance norm, then scale and shift from w."""

    def __init__(self, inputs: int, outputs: int, w: int) -> None:
        super().__init__()
        self.conv, self.style = nn.Conv2d(inputs, outputs, 3, padding=1), nn.Linear(w, 2 * outputs)
        nn.init.zeros_(self.style.bias)

    def forward(self, x: torch.Tensor, w: torch.Tensor) -> torch.Tensor:
        x = F.instance_norm(F.leaky_relu(self.conv(x), 0.2))
        scale, shift = self.style(w)[:, :, None, None].chunk(2, 1)
        return x * (1 + scale) + shift


class Generator(nn.Module):
    """z (n, 64) -> w (n, 128) -> pictures (n, 3, 64, 64). 7 styled layers at 4, 8, 8, 16, 16, 32 and 32 pixels."""

    def __init__(self, z: int = 64, w: int = 128, widths: tuple[int, ...] = (192, 128, 96, 48)) -> None:
        super().__init__()
        c = widths
        self.z, layers = z, [Styled(c[0], c[0], w)]
        for i, o in zip(c, c[1:], strict=False):
            layers += [Styled(i, o, w), Styled(o, o, w)]
        self.mapping = nn.Sequential(
            nn.Linear(z, w), nn.LeakyReLU(0.2), nn.Linear(w, w), nn.LeakyReLU(0.2), nn.Linear(w, w)
        )
        for linear in self.mapping[::2]:  # so that w starts as widely spread as z, not as nearly one style for all
            nn.init.kaiming_normal_(linear.weight, 0.2)
            nn.init.zeros_(linear.bias)
        self.constant = nn.Parameter(torch.randn(1, c[0], 4, 4))
        self.layers = nn.ModuleList(layers)
        self.to_rgb = nn.Conv2d(c[-1], 12, 3, padding=1)
        self.register_buffer("w_mean", torch.zeros(w))  # running mean of w over training: the centre of truncation

    def map(self, z: torch.Tensor) -> torch.Tensor:
        return self.mapping(F.normalize(z) * self.z**0.5)

    def truncate(self, w: torch.Tensor, truncation_psi: float) -> torch.Tensor:
        """1 leaves w as it is, 0 gives everyone the mean face."""
        return self.w_mean + truncation_psi * (w - self.w_mean)

    def synthesize(self, w: torch.Tensor) -> torch.Tensor:
        """w (n, 128), or (n, 7, 128) for a separate style in each layer (style mixing)."""
        w = w[:, None].expand(-1, len(self.layers), -1) if w.ndim == 2 else w
        x = self.constant.expand(len(w), -1, -1, -1).contiguous(memory_format=torch.channels_last)
        for k, layer in enumerate(self.layers):
            if k % 2:
                x = F.interpolate(x, scale_factor=2)
            x = layer(x, w[:, k])
        return F.pixel_shuffle(self.to_rgb(x), 2)

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return self.synthesize(self.map(z))


class Critic(nn.Module):
    """(n, 3, 64, 64) -> one logit each; above 0 it takes the picture for real."""

    def __init__(self, widths: tuple[int, ...] = (48, 96, 128, 192)) -> None:
        super().__init__()
        c, layers = widths, [nn.PixelUnshuffle(2)]
        for i, o, stride in ((12, c[0], 1), (c[0], c[1], 2), (c[1], c[2], 2), (c[2], c[3], 2)):
            layers += [nn.Conv2d(i, o, 3, stride, 1), nn.LeakyReLU(0.2)]
        self.body = nn.Sequential(*layers)
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(c[3] * 16 + 1, 128), nn.LeakyReLU(0.2), nn.Linear(128, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        f = self.body(x)
        # Deviation within groups of 4: pictures that are all alike give the generator away (against collapse).
        n = len(f) // 4 * 4
        spread = torch.zeros(len(f), 1, device=f.device)
        if n:
            groups = f[:n].reshape(-1, 4, *f.shape[1:]).std(1).mean((1, 2, 3)).repeat_interleave(4)
            spread = torch.cat([groups, groups[-1:].expand(len(f) - n)])[:, None]
        return self.head(torch.cat([f.flatten(1), spread], 1))


def save(generator: Generator, critic: Critic, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for module, name in ((generator, "generator"), (critic, "critic")):
        save_file({k: v.half().contiguous() for k, v in module.state_dict().items()}, folder / f"{name}.safetensors")
    shipped.seal(folder)


def load_gan(folder: Path = WEIGHTS) -> tuple[Generator, Critic]:
    """fp32 from fp16. Raises StoreError if a file is damaged."""
    shipped.verify(folder)
    generator, critic = Generator(), Critic()
    for module, name in ((generator, "generator"), (critic, "critic")):
        module.load_state_dict({k: v.float() for k, v in load_file(folder / f"{name}.safetensors").items()})
        module.eval().to(memory_format=torch.channels_last)
    return generator, critic
