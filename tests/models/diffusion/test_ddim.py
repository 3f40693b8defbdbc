"""DDIM against its formula in float64, against DDPM at η = 1, and against diffusers' own where that takes the list."""

import numpy as np
import pytest
import torch
from diffusers import DDIMScheduler

from models.classifier.kinds import PictureStep
from models.diffusion import infer
from models.diffusion.kinds import Denoise
from models.diffusion.net import build_scheduler, set_timesteps, shipped_scheduler
from models.engine.asking import steps_of
from tests.arrays import assert_allclose, assert_array_equal

COUNTS = range(1, 101)
SCHEDULERS = ("ddim", "ddpm", "euler", "dpm++")
SHAPE = (1, 4, 4, 4)


def v_of(x, t):
    """Stands for the network: any smooth function does."""
    return torch.tanh(x - t / 1000)


def last_latents(scheduler, n, **step):
    generator = torch.Generator().manual_seed(3)
    set_timesteps(scheduler, n)
    x = torch.randn(SHAPE, generator=generator)
    for t in scheduler.timesteps:
        x = scheduler.step(v_of(x, t), t, x, generator=generator, return_dict=False, **step)[0]
    return x.numpy()


def alphas_cumprod():
    """ᾱ of 1000 timesteps in float64: β between two roots, then moved so that the last signal is zero (Lin et al.)."""
    root = np.cumprod(1 - np.linspace(0.00085**0.5, 0.012**0.5, 1000) ** 2) ** 0.5
    return ((root - root[-1]) * root[0] / (root[0] - root[-1])) ** 2


def by_the_formula(timesteps, eta):
    """Song et al., equations 12 and 16, to the next timestep of the list and last to ᾱ = 1."""
    generator, a_of = torch.Generator().manual_seed(3), alphas_cumprod()
    x = torch.randn(SHAPE, generator=generator).double().numpy()
    for t, a, a_next in zip(timesteps, a_of[timesteps], [*a_of[timesteps[1:]], 1.0], strict=True):
        v = np.tanh(x - t / 1000)
        x_0, eps = a**0.5 * x - (1 - a) ** 0.5 * v, a**0.5 * v + (1 - a) ** 0.5 * x
        variance = eta**2 * (1 - a_next) / (1 - a) * (1 - a / a_next)
        x = a_next**0.5 * x_0 + max(0.0, 1 - a_next - variance) ** 0.5 * eps
        if eta > 0:
            x = x + variance**0.5 * torch.randn(SHAPE, generator=generator).double().numpy()
    return x


@pytest.mark.parametrize("eta", [0.0, 0.5, 1.0])
def test_every_number_of_steps_ends_where_the_formula_does(eta):
    for n in COUNTS:
        scheduler = build_scheduler("ddim")
        ended = last_latents(scheduler, n, eta=eta)
        assert_allclose(ended, by_the_formula(scheduler.timesteps.tolist(), eta), atol=2e-4)


def test_with_all_its_fresh_noise_it_is_ddpm():
    for n in COUNTS:
        assert_allclose(
            last_latents(build_scheduler("ddim"), n, eta=1.0), last_latents(build_scheduler("ddpm"), n), atol=2e-4
        )


@pytest.mark.parametrize("eta", [0.0, 0.7])
def test_where_the_steps_divide_1000_it_is_diffusers_own_bit_for_bit(eta):
    for n in (n for n in COUNTS if 1000 % n == 0):
        theirs = DDIMScheduler.from_config(shipped_scheduler().config)
        assert_array_equal(last_latents(build_scheduler("ddim"), n, eta=eta), last_latents(theirs, n, eta=eta))


def test_the_last_step_ends_without_noise_where_diffusers_keeps_some():
    """What is drawn by 13 steps of diffusers' own still lacks 0.085 % of the signal's power."""
    scheduler = build_scheduler("ddim")
    scheduler.set_timesteps(13)
    assert scheduler.next_alpha_cumprod(scheduler.timesteps[-1]) == 1
    assert alphas_cumprod()[scheduler.timesteps[-1] - 1000 // 13] == pytest.approx(0.99915, abs=1e-5)


@pytest.mark.parametrize("name", SCHEDULERS)
def test_every_scheduler_takes_as_many_steps_as_asked_from_pure_noise_on(name):
    for n in COUNTS:
        scheduler = build_scheduler(name)
        set_timesteps(scheduler, n)
        assert len(scheduler.timesteps) == n and scheduler.timesteps[0] == 999
        assert_allclose(scheduler.timesteps + 1, [1000 - i * 1000 / n for i in range(n)], atol=0.501)  # rounded


@pytest.fixture(scope="module")
def model():
    return infer.load(lambda template, **values: None)


@pytest.mark.parametrize("n", [3, 7, 20, 30, 61])
def test_with_all_its_fresh_noise_it_draws_the_picture_of_ddpm(model, n):
    ddim, ddpm = (
        [*steps_of(infer, model, Denoise(num_inference_steps=n, seed=1, film=False, **fields))][-1]
        for fields in ({"scheduler": "ddim", "eta": 1.0}, {"scheduler": "ddpm"})
    )
    assert isinstance(ddim, PictureStep) and ddim.picture.std() > 10
    assert np.abs(ddim.picture.astype(int) - ddpm.picture).max() <= 1


@pytest.mark.parametrize("name", SCHEDULERS)
def test_one_more_or_one_less_of_many_steps_makes_little_difference(model, name):
    """With 61 steps diffusers' list has a 62nd, at which the network sees noise where none is."""
    fewer, right, more = (
        [*steps_of(infer, model, Denoise(num_inference_steps=n, scheduler=name, film=False))] for n in (60, 61, 62)
    )
    assert [len(steps) - 2 for steps in (fewer, right, more)] == [60, 61, 62]
    if name != "ddpm":  # whose fresh noise is another with each number of steps
        for other in (fewer, more):
            assert np.abs(right[-1].picture.astype(int) - other[-1].picture).mean() < 3
