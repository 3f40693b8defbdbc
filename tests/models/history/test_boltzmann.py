"""A Boltzmann machine so small that all its states can be listed."""

import itertools

import numpy as np
import pytest

from models.history import boltzmann, dreams, machines
from models.history.binary_pictures import bright_pixels
from models.history.boltzmann import Boltzmann
from models.history.kinds import Dream
from tests.arrays import assert_allclose

RANDOM = np.random.default_rng(5)
SMALL = Boltzmann(RANDOM.normal(0, 1.2, (4, 3)), RANDOM.normal(0, 0.5, 4), RANDOM.normal(0, 0.5, 3))
PIXELS = np.array(list(itertools.product((0.0, 1.0), repeat=4)))
HIDDEN = np.array(list(itertools.product((0.0, 1.0), repeat=3)))


def joint(machine):
    """(16, 8): the probability of each state, from its energy."""
    weights = [
        [np.exp(v @ machine.weights @ h + machine.pixels @ v + machine.hidden @ h) for h in HIDDEN] for v in PIXELS
    ]
    return np.array(weights) / np.sum(weights)


def test_each_side_given_the_other_is_what_the_energies_say():
    p = joint(SMALL)
    up = (p / p.sum(1, keepdims=True)) @ HIDDEN
    down = (p / p.sum(0)).T @ PIXELS
    assert_allclose(SMALL.up(PIXELS), up, rtol=1e-12)
    assert_allclose(SMALL.down(HIDDEN), down, rtol=1e-12)


def test_in_the_long_run_gibbs_sampling_draws_each_picture_as_often_as_its_energy_says():
    random = np.random.default_rng(1)
    chains, counts = boltzmann.drawn(np.full((2000, 4), 0.5), random), np.zeros(16)
    for number in range(120):
        chains = boltzmann.gibbs(SMALL, chains, random)
        if number >= 20:
            np.add.at(counts, (chains @ [8, 4, 2, 1]).astype(int), 1)
    assert_allclose(counts / counts.sum(), joint(SMALL).sum(1), atol=0.01)


def test_learning_makes_the_pictures_likelier():
    data = PIXELS[[0, 3, 12, 15]].repeat(50, 0)  # both halves are alike in themselves
    machine = boltzmann.learned(data, 3, 400, 0.5, seed=0)
    assert joint(machine).sum(1)[[0, 3, 12, 15]].sum() > 0.8 > 4 / 16
    assert machine.numbers == 4 * 3 + 4 + 3


def test_the_error_is_that_of_going_up_and_down():
    came_back = np.array([SMALL.down(SMALL.up(v[None]))[0] for v in PIXELS])
    assert boltzmann.error(SMALL, PIXELS) == pytest.approx(np.mean((came_back - PIXELS) ** 2))
    first, _second = machines.boltzmann_machines()
    held_out = bright_pixels()[1700:]
    mean_picture = ((bright_pixels()[:1700].mean(0) - held_out) ** 2).mean()
    assert boltzmann.error(first, held_out) < mean_picture / 4


def test_the_python_to_take_away_dreams_the_same(script):
    request = Dream(rounds=20)
    *_steps, last = dreams.dream(request)
    done = script(request)
    for place, (name, pictures) in enumerate((("one", last.one), ("two", last.two))):
        assert done.off(f"{name}.png", np.concatenate(list(pictures), 1)) <= 1
        assert_allclose(done.numbers(place), [last.bright[place], last.varied[place]], atol=6e-5)
