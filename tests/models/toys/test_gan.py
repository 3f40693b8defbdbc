"""The two players in the plane: their losses are a plain loop's, only who moves learns, and more turns go on."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from models.engine.errors import InvalidRequest
from models.engine.trace import fields
from models.toys import gan, points
from models.toys.kinds import GanToy
from tests.arrays import assert_allclose, assert_array_equal


@pytest.fixture(autouse=True)
def no_ended_runs():
    gan._ended.clear()


def last(steps):
    *_, final = steps
    return final


def same(one, other):
    for name, value in fields(one).items():
        assert_array_equal(getattr(other, name), value, name, unmeasured=name in type(one).unmeasured)


def plain_loop(shape, seed, turns, rate, r1):
    """Two players as the papers write them, with nothing of the project but its points: yields after each turn
    critic loss, generator loss, and what the generator makes of the z that are shown."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        nets = [
            nn.Sequential(nn.Linear(2, 48), nn.LeakyReLU(0.2), nn.Linear(48, 48), nn.LeakyReLU(0.2), nn.Linear(48, n))
            for n in (2, 1)
        ]
    g, d = nets
    rng = np.random.default_rng(seed)
    shown = torch.tensor(rng.standard_normal((256, 2), np.float32))
    g_adam, d_adam = (torch.optim.Adam(net.parameters(), lr=rate, betas=(0.5, 0.99)) for net in nets)
    ones, zeros = torch.ones(128, 1), torch.zeros(128, 1)
    d_loss = g_loss = float("nan")
    for player in turns:
        z = torch.tensor(rng.standard_normal((128, 2), np.float32))
        fake = g(z)
        if player == "D":
            x = torch.tensor(points.sample(shape, 128, rng), requires_grad=True)
            loss = F.binary_cross_entropy_with_logits(d(x), ones) + F.binary_cross_entropy_with_logits(
                d(fake.detach()), zeros
            )
            d_loss = loss.item()
            gradient = torch.autograd.grad(d(x).sum(), x, create_graph=True)[0]
            adam, loss = d_adam, loss + r1 / 2 * (gradient**2).sum() / 128
        else:
            adam, loss = g_adam, F.binary_cross_entropy_with_logits(d(fake), ones)
            g_loss = loss.item()
        adam.zero_grad()
        loss.backward()
        adam.step()
        yield d_loss, g_loss, g(shown).detach().numpy(), d


@pytest.mark.parametrize("shape", points.SHAPES)
def test_losses_and_points_are_those_of_a_plain_loop(shape):
    request = GanToy(shape=shape, turns="10D 40DG 5G", seed=3, reports=100)
    expected = plain_loop(shape, 3, "D" * 10 + "DG" * 40 + "G" * 5, 0.002, 0.3)
    for step, (critic, generator, samples, _) in zip(gan.train_gan(request), expected, strict=True):
        assert_allclose(step.critic_loss, critic, rtol=1e-4, unmeasured=True)
        assert_allclose(step.generator_loss, generator, rtol=1e-4, unmeasured=True)
        assert_allclose(step.samples, samples, atol=1e-4)


def test_surface_and_pull_are_those_of_the_plain_loop_s_critic():
    step = last(gan.train_gan(GanToy(turns="30DG", seed=3)))
    *_, (_, _, samples, critic) = plain_loop("gaussians", 3, "DG" * 30, 0.002, 0.3)
    axis = np.linspace(-1.2, 1.2, 32, dtype=np.float32)
    for row, column in ((0, 0), (3, 28), (16, 16), (31, 5)):
        logit = critic(torch.tensor([[axis[column], axis[row]]]))
        assert_allclose(step.surface[row, column], logit.sigmoid().item(), rtol=1e-3)
    x = torch.tensor(samples, requires_grad=True)
    F.binary_cross_entropy_with_logits(critic(x), torch.ones(256, 1), reduction="sum").backward()
    assert_allclose(step.pull, -x.grad, atol=1e-3)


def test_the_gan_finds_most_modes_and_a_hasty_generator_collapses():
    assert last(gan.train_gan(GanToy(turns="500DG"))).modes >= 6
    hasty = GanToy(turns="300DG", r1_weight=0.0, generator_rate=0.01)
    assert last(gan.train_gan(hasty)).modes <= 2


def test_only_the_player_whose_turn_it_is_learns():
    start, critic_only = (last(gan.train_gan(GanToy(turns=t))) for t in ("1D", "20D"))
    assert_array_equal(start.samples, critic_only.samples)
    assert (start.surface != critic_only.surface).any()
    generator_only = last(gan.train_gan(GanToy(turns="1D 20G")))
    assert_array_equal(start.surface, generator_only.surface)
    assert (start.samples != generator_only.samples).any()


@pytest.mark.parametrize("noise", ["gaussian", "uniform", "line"])
def test_the_same_request_gives_the_same_bits(noise):
    request = GanToy(turns="20DG", noise=noise)
    first = list(gan.train_gan(request))
    gan._ended.clear()
    assert len(first) > 1
    for one, other in zip(first, gan.train_gan(request), strict=True):
        same(one, other)


@pytest.mark.parametrize("turns", ["40DG 7G", "40DG 1G 3D"])
def test_a_run_that_goes_on_where_another_ended_equals_one_from_the_start(turns, monkeypatch):
    whole = list(gan.train_gan(GanToy(turns=turns)))
    gan._ended.clear()
    short = list(gan.train_gan(GanToy(turns="40DG")))
    played = []
    turn = gan.critic_turn
    monkeypatch.setattr(gan, "critic_turn", lambda *a: (played.append("D"), turn(*a)))
    gone_on = list(gan.train_gan(GanToy(turns=turns)))
    assert len(played) <= 3, "the first forty rounds are not played again"
    for one, other in zip(whole, gone_on, strict=True):
        same(one, other)
    for one, other in zip(short, whole, strict=False):
        same(one, other)


def test_other_settings_never_go_on_from_a_run():
    list(gan.train_gan(GanToy(turns="20DG")))
    other = last(gan.train_gan(GanToy(turns="20DG 1G", generator_rate=0.01)))
    gan._ended.clear()
    alone = last(gan.train_gan(GanToy(turns="20DG 1G", generator_rate=0.01)))
    same(other, alone)
    assert_array_equal(other.samples, alone.samples)


def test_ended_runs_are_kept_in_bounds():
    for seed in range(gan.KEPT + 3):
        list(gan.train_gan(GanToy(turns="1G", seed=seed)))
    assert len(gan._ended) == gan.KEPT


def test_the_manifold_is_a_grid_whose_cells_are_equally_likely():
    z = gan.mesh(GanToy())
    assert z.shape == (13, 13, 2)
    rng = np.random.default_rng(0)
    edges = z[0, :, 0].numpy()
    counts = np.histogram(rng.standard_normal(100_000), edges)[0] / 100_000
    assert_allclose(counts, 1 / 13, atol=0.005)
    step = last(gan.train_gan(GanToy(turns="5DG")))
    assert step.manifold.shape == (13, 13, 2) and step.manifold.dtype == np.float32


def test_noise_on_a_line_makes_a_line():
    step = last(gan.train_gan(GanToy(turns="5DG", noise="line")))
    assert step.manifold.shape == (1, 65, 2)
    ends, whole = step.manifold[0, [0, -1]], step.samples
    near = np.linalg.norm(whole[:, None] - step.manifold[0][None], axis=2).min(1)
    assert np.median(near) < 0.02 * max(1e-3, np.linalg.norm(ends[1] - ends[0])) + 0.02


def test_uniform_noise_fills_a_square_of_variance_one():
    z = gan.draw_z(GanToy(noise="uniform"), np.random.default_rng(0), 20_000).numpy()
    assert np.abs(z).max() <= 3**0.5
    assert_allclose(z.var(0), 1, atol=0.02)


@pytest.mark.parametrize("turns", ["", "x", "10", "99999DG", "-3D", "10d", "DG 5Q", "1e3D", "1D " * 41])
def test_turns_that_cannot_be_played_are_refused_in_a_sentence(turns):
    with pytest.raises(InvalidRequest):
        GanToy(turns=turns)
