"""One round of the GAN in the plane laid open: every tensor between noise and loss, the gradient's way back, the step.

The very turns of models/toys/gan.py, on a copy of its game, so that looking changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import nn

from models.engine.steps import Step
from models.toys import gan
from models.toys.kinds import GanRound, GanTurnStep, PlayedStep
from models.toys.networks import real_points


def open_round(request: GanRound) -> Iterator[Step]:
    game, played = gan.start(request), request.before()
    if played:
        for step in gan.train_gan(played):
            yield PlayedStep(passes=step.passes, number=step.number)
        game = gan.ended(played)
    yield turn(game, request, "D")
    yield turn(game, request, "G")


def turn(game: gan.Game, request: GanRound, player: str) -> GanTurnStep:
    """Plays one turn of the player and reports it."""
    network, optimizer = (
        (game.critic, game.critic_optimizer) if player == "D" else (game.generator, game.generator_optimizer)
    )
    z = gan.draw_z(request, game.rng, gan.BATCH)
    real = real_points(request, game.rng, gan.BATCH).requires_grad_() if player == "D" else None

    def forward() -> gan.Forward:
        return gan.generator_forward(game, z) if real is None else gan.critic_forward(game, request, z, real)

    before, samples, surface = forward(), _samples(game), gan.surface(game)
    for tensor in (before.made, before.made_logits, before.real_logits):
        if tensor is not None and tensor.requires_grad:
            tensor.retain_grad()
    weights = [p.detach().clone() for p in network.parameters()]
    gan.learn(optimizer, before)
    game.number += 1
    gradients = [_given(p.grad) for p in network.parameters()]
    moves = [p.detach() - old for p, old in zip(network.parameters(), weights, strict=True)]
    return GanTurnStep(
        passes=2,
        number=game.number,
        player=player,
        z=z.numpy(),
        made=before.made.detach().numpy(),
        real=None if real is None else real.detach().numpy(),
        made_logits=before.made_logits.detach().numpy()[:, 0],
        real_logits=None if before.real_logits is None else before.real_logits.detach().numpy()[:, 0],
        loss=before.loss.item(),
        objective=before.objective.item(),
        made_logits_gradient=_given(before.made_logits.grad).numpy()[:, 0],
        real_logits_gradient=None if before.real_logits is None else _given(before.real_logits.grad).numpy()[:, 0],
        made_gradient=None if before.made.grad is None else before.made.grad.numpy(),
        weights=_sizes(network, weights),
        gradients=_sizes(network, gradients),
        moves=_sizes(network, moves),
        expected_change=float(sum((g * m).sum() for g, m in zip(gradients, moves, strict=True))),
        change=forward().objective.item() - before.objective.item(),
        samples=samples,
        samples_after=_samples(game),
        surface=surface,
        surface_after=gan.surface(game),
    )


def _given(gradient: torch.Tensor | None) -> torch.Tensor:
    assert gradient is not None
    return gradient


@torch.no_grad()
def _samples(game: gan.Game) -> np.ndarray:
    samples: np.ndarray = game.generator(game.z_shown).numpy()
    return samples


def _sizes(network: nn.Module, tensors: list[torch.Tensor]) -> np.ndarray:
    """The norm of each layer's weights and biases together, (layers,) float32; tensors as network.parameters()."""
    pairs = zip(tensors[::2], tensors[1::2], strict=True)
    return np.array([float((w.square().sum() + b.square().sum()).sqrt()) for w, b in pairs], np.float32)
