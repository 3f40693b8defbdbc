"""A GAN on points in the plane, trained while one watches: critic and generator move in the order of `turns`.

Non-saturating losses (Goodfellow et al., arXiv:1406.2661), R1 (Mescheder et al., arXiv:1801.04406). The same request
gives the same bits. A run that goes on where another one ended starts from there, so one turn more costs one turn.
"""

import copy
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from models.toys import points
from models.toys.kinds import Game2D, GanToy, GanToyStep
from models.toys.networks import mlp, real_points, reseeded

BATCH, SHOWN = 128, 256
GRID = 32  # the surface of the critic is read at 32x32 places of [-1.2, 1.2]²
MESH = 13  # the manifold: 13x13 z, so spaced that each cell holds as many points
SPREAD = 3**0.5  # uniform noise has variance 1, as the bell curve has
KEPT = 8  # ended runs that another one can go on from

Played = tuple[GanToy, tuple[str, ...]]  # the request without its turns, and the groups of turns
_ended: OrderedDict[Played, tuple[tuple[GanToyStep, ...], "Game"]] = OrderedDict()


@dataclass
class Game:
    generator: nn.Module
    critic: nn.Module
    generator_optimizer: torch.optim.Optimizer
    critic_optimizer: torch.optim.Optimizer
    rng: np.random.Generator
    z_shown: torch.Tensor
    number: int = 0  # turns played
    critic_loss: float = float("nan")
    generator_loss: float = float("nan")


def train_gan(request: GanToy) -> Iterator[GanToyStep]:
    groups = request.groups()
    done, steps, game = _go_on(request, groups)
    yield from steps
    for group in groups[done:]:
        every = max(1, len(group) // request.reports)
        for i, player in enumerate(group, 1):
            (critic_turn if player == "D" else generator_turn)(game, request)
            game.number += 1
            if i % every == 0 or i == len(group):
                steps.append(report(game, request, passes=(i - 1) % every + 1))
                yield steps[-1]
    _ended[replace(request, turns="D"), groups] = (tuple(steps), game)
    while len(_ended) > KEPT:
        _ended.popitem(last=False)


def _go_on(request: GanToy, groups: tuple[str, ...]) -> tuple[int, list[GanToyStep], Game]:
    """The longest ended run that these turns begin with: how many groups it played, its steps, and its state."""
    for done in range(len(groups), 0, -1):
        if ended := _ended.get((replace(request, turns="D"), groups[:done])):
            return done, list(ended[0]), copy.deepcopy(ended[1])
    return 0, [], start(request)


def ended(request: GanToy) -> Game:
    """A copy of the state in which a game that was just played ended."""
    return copy.deepcopy(_ended[replace(request, turns="D"), request.groups()][1])


def start(request: Game2D) -> Game:
    inputs = 1 if request.noise == "line" else 2
    generator, critic = reseeded(lambda: (mlp(inputs, 2), mlp(2, 1)), request.seed)
    rng = np.random.default_rng(request.seed)
    return Game(
        generator,
        critic,
        torch.optim.Adam(generator.parameters(), request.generator_rate, betas=(0.5, 0.99)),
        torch.optim.Adam(critic.parameters(), request.critic_rate, betas=(0.5, 0.99)),
        rng,
        draw_z(request, rng, SHOWN),
    )


def draw_z(request: Game2D, rng: np.random.Generator, n: int) -> torch.Tensor:
    """(n, 2), or (n, 1) on a line."""
    if request.noise == "uniform":
        return torch.from_numpy(rng.uniform(-SPREAD, SPREAD, (n, 2)).astype(np.float32))
    return torch.from_numpy(rng.standard_normal((n, 1 if request.noise == "line" else 2), np.float32))


def mesh(request: Game2D) -> torch.Tensor:
    """z in rows and columns, (13, 13, 2), each cell as likely as any other; on a line (1, 65, 1)."""
    n = 5 * MESH if request.noise == "line" else MESH
    shares = [(i + 0.5) / n for i in range(n)]
    if request.noise == "uniform":
        axis = torch.tensor([SPREAD * (2 * s - 1) for s in shares])
    else:
        axis = torch.tensor([NormalDist().inv_cdf(s) for s in shares])
    if request.noise == "line":
        return axis[None, :, None]
    return torch.stack(torch.meshgrid(axis, axis, indexing="xy"), -1)


@dataclass(frozen=True)
class Forward:
    """One batch on its way from the noise to the loss."""

    made: torch.Tensor  # (128, 2), generated points
    made_logits: torch.Tensor  # (128, 1), the critic's
    real_logits: torch.Tensor | None  # (128, 1); the generator's turn sees no real points
    loss: torch.Tensor  # nats, without R1
    objective: torch.Tensor  # nats, what the player minimises: the loss and R1


def critic_forward(game: Game, request: Game2D, z: torch.Tensor, real: torch.Tensor) -> Forward:
    made = game.generator(z).detach()  # the critic's turn changes no weight of the generator
    real_logits, made_logits = game.critic(real), game.critic(made)
    loss = F.softplus(-real_logits).mean() + F.softplus(made_logits).mean()
    r1_penalty = torch.zeros(())
    if request.r1_weight > 0:  # how steep the critic is at real points
        (slope,) = torch.autograd.grad(real_logits.sum(), real, create_graph=True)
        r1_penalty = slope.square().sum(1).mean()
    return Forward(made, made_logits, real_logits, loss, loss + request.r1_weight / 2 * r1_penalty)


def generator_forward(game: Game, z: torch.Tensor) -> Forward:
    made = game.generator(z)
    logits = game.critic(made)
    loss = F.softplus(-logits).mean()
    return Forward(made, logits, None, loss, loss)


def critic_turn(game: Game, request: Game2D) -> None:
    z = draw_z(request, game.rng, BATCH)
    real = real_points(request, game.rng, BATCH).requires_grad_()
    forward = critic_forward(game, request, z, real)
    learn(game.critic_optimizer, forward)
    game.critic_loss = forward.loss.item()


def generator_turn(game: Game, request: Game2D) -> None:
    forward = generator_forward(game, draw_z(request, game.rng, BATCH))
    learn(game.generator_optimizer, forward)
    game.generator_loss = forward.loss.item()


def learn(optimizer: torch.optim.Optimizer, forward: Forward) -> None:
    optimizer.zero_grad()
    forward.objective.backward()
    optimizer.step()


def report(game: Game, request: GanToy, passes: int) -> GanToyStep:
    fakes = game.generator(game.z_shown).detach().requires_grad_()
    (pull,) = torch.autograd.grad(F.softplus(-game.critic(fakes)).sum(), fakes)
    with torch.no_grad():
        manifold = game.generator(mesh(request))
    samples = fakes.detach().numpy()
    return GanToyStep(
        passes=passes,
        number=game.number,
        samples=samples,
        pull=-pull.numpy(),
        surface=surface(game),
        manifold=manifold.numpy(),
        critic_loss=game.critic_loss,
        generator_loss=game.generator_loss,
        modes=points.modes_found(samples),
    )


@torch.no_grad()
def surface(game: Game) -> np.ndarray:
    """The critic's probability of "real" over the plane, (32, 32) float32; rows y, columns x, from -1.2 to 1.2."""
    axis = torch.linspace(-1.2, 1.2, GRID)
    grid = torch.stack(torch.meshgrid(axis, axis, indexing="xy"), -1)
    probabilities: np.ndarray = game.critic(grid).sigmoid()[..., 0].numpy()
    return probabilities
