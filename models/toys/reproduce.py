"""The Python that plays the game of two players in the plane: plain torch and numpy."""

from __future__ import annotations

from models.engine.requests import Request
from models.toys.kinds import GanToy

START = """\
# pip install torch numpy
import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

def network(inputs, outputs):
    return nn.Sequential(nn.Linear(inputs, 48), nn.LeakyReLU(0.2), nn.Linear(48, 48), nn.LeakyReLU(0.2),
                         nn.Linear(48, outputs))

torch.manual_seed({seed})
generator, critic = network({inputs}, 2), network(2, 1)
generator_adam = torch.optim.Adam(generator.parameters(), {generator_rate}, betas=(0.5, 0.99))
critic_adam = torch.optim.Adam(critic.parameters(), {critic_rate}, betas=(0.5, 0.99))
rng = np.random.default_rng({seed})

def noise(n):
    return torch.tensor({noise}, dtype=torch.float32)

def real(n):
{real}

z_shown, real_is, made_is = noise(256), torch.ones(128, 1), torch.zeros(128, 1)
critic_loss = generator_loss = torch.tensor(torch.nan)
"""
PLAY = """\
turns = {turns}
for turn, player in enumerate(turns, 1):
    z = noise(128)
    if player == "D":
        x = torch.tensor(real(128), dtype=torch.float32, requires_grad=True)
        real_logits, made_logits = critic(x), critic(generator(z).detach())
        critic_loss = cross_entropy(real_logits, real_is) + cross_entropy(made_logits, made_is)
        slope, = torch.autograd.grad(real_logits.sum(), x, create_graph=True)
        critic_adam.zero_grad()
        (critic_loss + {r1} / 2 * (slope**2).sum(1).mean()).backward()
        critic_adam.step()
    else:
        generator_loss = cross_entropy(critic(generator(z)), real_is)
        generator_adam.zero_grad()
        generator_loss.backward()
        generator_adam.step()
    if turn == len(turns) or turn % 100 == 0:
        print(turn, f"{{critic_loss.item():.4f}} {{generator_loss.item():.4f}}")
made = generator(z_shown).detach()  # the points on the page"""

NOISE = {
    "gaussian": "rng.standard_normal((n, 2), np.float32)",
    "uniform": "rng.uniform(-(3**0.5), 3**0.5, (n, 2))",
    "line": "rng.standard_normal((n, 1), np.float32)",
}
REAL = {
    "ring": """\
    angle, radius = rng.uniform(0, 2 * np.pi, n), 0.75 + 0.04 * rng.standard_normal(n)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)""",
    "gaussians": """\
    angle = rng.integers(8, size=n) * np.pi / 4
    return 0.75 * np.stack([np.cos(angle), np.sin(angle)], 1) + 0.04 * rng.standard_normal((n, 2))""",
    "spiral": """\
    t = rng.uniform(0.15, 1, n)
    x = 0.9 * t * np.stack([np.cos(3 * np.pi * t), np.sin(3 * np.pi * t)])
    return x.T + 0.02 * rng.standard_normal((n, 2))""",
    "moons": """\
    angle, upper = rng.uniform(0, np.pi, n), rng.random(n) < 0.5
    x = np.stack([np.cos(angle) * 0.6, np.sin(angle) * 0.6], 1)
    return np.where(upper[:, None], x + [-0.3, -0.15], -x + [0.3, 0.15]) + 0.03 * rng.standard_normal((n, 2))""",
    "drawn": """\
    drawn = np.array({drawn})
    return drawn[rng.integers(len(drawn), size=n)] + 0.02 * rng.standard_normal((n, 2))""",
}


def python(request: Request) -> str | None:
    """None: the command line tells more."""
    if not isinstance(request, GanToy):
        return None
    real = REAL["drawn"].format(drawn=list(request.drawn)) if request.drawn else REAL[request.shape]
    start = START.format(
        seed=request.seed,
        inputs=1 if request.noise == "line" else 2,
        noise=NOISE[request.noise],
        real=real,
        generator_rate=request.generator_rate,
        critic_rate=request.critic_rate,
    )
    words = []
    for group in request.turns.split():
        letters = group.lstrip("0123456789")
        words.append(f'"{letters}" * {group[: -len(letters)] or 1}')
    return start + PLAY.format(turns=" + ".join(words), r1=request.r1_weight)
