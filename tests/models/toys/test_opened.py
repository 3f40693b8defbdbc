"""One round laid open: every tensor is that of a plain loop with hooks, and looking changes nothing of the game."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from models.toys import gan, points
from models.toys.kinds import GanRound, GanToy, GanTurnStep, PlayedStep
from models.toys.opened import open_round
from tests.arrays import assert_allclose, assert_array_equal

R1, RATE = 0.3, 0.002


def network(inputs, outputs):
    sizes = [inputs, 48, 48]
    parts = [part for i, o in zip(sizes, sizes[1:], strict=False) for part in (nn.Linear(i, o), nn.LeakyReLU(0.2))]
    return nn.Sequential(*parts, nn.Linear(48, outputs))


def sizes(network, tensors):
    return [float(torch.cat([t.flatten() for t in tensors[i : i + 2]]).norm()) for i in range(0, 6, 2)]


class Plain:
    """The two players as the papers write them, with a hook on all that is laid open; turns one after the other."""

    def __init__(self, seed, shape="gaussians"):
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            self.g, self.d = network(2, 2), network(2, 1)
        self.rng, self.shape = np.random.default_rng(seed), shape
        self.shown = self.noise(256)
        self.adam = {
            "D": torch.optim.Adam(self.d.parameters(), lr=RATE, betas=(0.5, 0.99)),
            "G": torch.optim.Adam(self.g.parameters(), lr=RATE, betas=(0.5, 0.99)),
        }

    def noise(self, n):
        return torch.tensor(self.rng.standard_normal((n, 2), np.float32))

    def objective(self, player, z, real, kept=None):
        made = self.g(z) if player == "G" else self.g(z).detach()
        logits = self.d(made)
        tensors = {"made": made, "made_logits": logits}
        if player == "G":
            loss = total = F.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))
        else:
            tensors["real_logits"] = self.d(real)
            loss = F.binary_cross_entropy_with_logits(
                tensors["real_logits"], torch.ones(128, 1)
            ) + F.binary_cross_entropy_with_logits(logits, torch.zeros(128, 1))
            slope = torch.autograd.grad(self.d(real).sum(), real, create_graph=True)[0]
            total = loss + R1 / 2 * (slope**2).sum() / 128
        if kept is not None:
            for name, tensor in tensors.items():
                kept[name] = tensor.detach()
                if tensor.requires_grad:
                    tensor.register_hook(lambda gradient, name=name: kept.update({name + "_gradient": gradient}))
        kept = {} if kept is None else kept
        kept["loss"] = loss.item()
        return total

    def map(self):
        axis = torch.linspace(-1.2, 1.2, 32)
        return torch.stack([torch.sigmoid(self.d(torch.stack([axis, y.expand(32)], 1)))[:, 0] for y in axis]).detach()

    def turn(self, player):
        learner = self.d if player == "D" else self.g
        z = self.noise(128)
        real = torch.tensor(points.sample(self.shape, 128, self.rng), requires_grad=True) if player == "D" else None
        kept = {"z": z, "surface": self.map(), "samples": self.g(self.shown).detach()}
        total = self.objective(player, z, real, kept)
        old = [p.detach().clone() for p in learner.parameters()]
        self.adam[player].zero_grad()
        total.backward()
        gradients = [p.grad.clone() for p in learner.parameters()]
        self.adam[player].step()
        moves = [p.detach() - o for p, o in zip(learner.parameters(), old, strict=True)]
        return kept | {
            "objective": total.item(),
            "weights": sizes(learner, old),
            "gradients": sizes(learner, gradients),
            "moves": sizes(learner, moves),
            "expected_change": sum(
                float((g.double() * m.double()).sum()) for g, m in zip(gradients, moves, strict=True)
            ),
            "change": self.objective(player, z, real).item() - total.item(),
            "surface_after": self.map(),
            "samples_after": self.g(self.shown).detach(),
        }


@pytest.fixture(scope="module")
def opened():
    return list(open_round(GanRound(rounds=20, seed=3)))


def test_every_tensor_between_noise_and_step_is_that_of_a_hook_on_the_plain_loop(opened):
    plain = Plain(3)
    for _ in range(20):
        plain.turn("D"), plain.turn("G")
    for step, player in zip(opened[-2:], "DG", strict=True):
        expected = plain.turn(player)
        assert step.player == player
        for name, value in expected.items():
            ours, theirs = np.asarray(getattr(step, name)).squeeze(), np.asarray(value).squeeze()
            reach = max(1e-3, float(np.ptp(theirs)) if theirs.ndim else abs(float(theirs)))
            assert_allclose(ours, theirs, atol=1e-4 * reach, rtol=0, err_msg=f"{name} in the turn of {player}")
    critic, generator = opened[-2:]
    assert critic.made_gradient is None and generator.real is None
    assert generator.real_logits_gradient is None and generator.made_gradient is not None


def test_the_round_laid_open_is_the_game_s_own_next_one(opened):
    game = list(gan.train_gan(GanToy(turns="20DG 1D 1G", seed=3)))
    critic, generator = (step for step in opened if isinstance(step, GanTurnStep))
    before, after_critic, after = game[-3:]
    assert [critic.number, generator.number] == [41, 42] == [after_critic.number, after.number]
    assert_array_equal(critic.surface, before.surface)
    assert_array_equal(critic.surface_after, after_critic.surface)
    assert_array_equal(generator.samples, before.samples)
    assert_array_equal(generator.samples_after, after.samples)
    assert [critic.loss, generator.loss] == [after_critic.critic_loss, after.generator_loss]


def test_who_is_frozen_does_not_move(opened):
    critic, generator = opened[-2:]
    assert_array_equal(critic.samples, critic.samples_after)
    assert_array_equal(generator.surface, generator.surface_after)
    assert (critic.surface != critic.surface_after).any() and (generator.samples != generator.samples_after).any()


def test_the_first_round_needs_none_before_it():
    steps = list(open_round(GanRound(rounds=0, noise="line", shape="ring")))
    assert [(step.number, step.player, step.z.shape) for step in steps] == [(1, "D", (128, 1)), (2, "G", (128, 1))]


def test_rounds_before_are_counted_and_cost_their_passes(opened):
    before = [step for step in opened if isinstance(step, PlayedStep)]
    assert before[-1].number == 40 == sum(step.passes for step in before)
