"""The Python to take away for the models in the plane trains them the same way, to the last digit."""

import re

import numpy as np
import pytest

from models.toys.kinds import FlowToy, GanRound, GanToy, VaeToy
from tests.arrays import assert_allclose

DRAWN = ((0.1, -0.5), (0.2, 0.3))


def points(done):
    return np.loadtxt(done.folder / "points.csv", delimiter=",")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"shape": "ring", "noise": "uniform", "reports": 7},
        {"shape": "spiral", "noise": "line"},
        {"shape": "moons", "r1_weight": 0.0, "critic_rate": 0.01},
        {"drawn": DRAWN},
        {"turns": "300DG"},
        {"turns": "08D 2DGDGDGDGDGDGDGDGDGDGDG"},
    ],
    ids=["default", "ring", "spiral", "moons", "drawn", "long", "odd turns"],
)
def test_the_python_of_a_game_plays_the_page_s(fields, app, script):
    request = GanToy(**{"turns": "10D 15DG 3G", "seed": 4, **fields})
    steps, done = app(request), script(request)
    assert_allclose(points(done), steps[-1].samples, atol=1e-4)
    assert len(done.lines) == len(steps)
    for line, step in zip(done.lines, steps, strict=True):
        found = re.fullmatch(r"turn (.+): critic (.+), generator (.+) nats, (.) of 8 spots, mean pull (.+)", line)
        pull = np.linalg.norm(step.pull, axis=1).mean()
        page = [step.number, step.critic_loss, step.generator_loss, step.modes, pull]
        assert_allclose([float(n) for n in found.groups()], page, atol=1e-4, unmeasured=True)


@pytest.mark.parametrize(
    "fields",
    [{}, {"shape": "ring", "latent": 1, "beta": 0.0}, {"drawn": DRAWN, "sigma": 0.3, "reports": 4}],
    ids=["default", "ring", "drawn"],
)
def test_the_python_of_the_vae_learns_as_the_app_does(fields, app, script):
    request = VaeToy(steps=50, seed=4, **fields)
    steps, done = app(request), script(request)
    assert_allclose(points(done), steps[-1].samples, atol=1e-4)
    assert [done.numbers(i) for i in range(len(done.lines))] == [
        pytest.approx([step.number, step.loss, step.kl], abs=1e-4) for step in steps
    ]


@pytest.mark.parametrize(
    "fields",
    [{}, {"shape": "spiral", "flow_steps": 3}, {"drawn": DRAWN, "reports": 4}],
    ids=["default", "spiral", "drawn"],
)
def test_the_python_of_the_flow_learns_as_the_app_does(fields, app, script):
    request = FlowToy(steps=50, seed=4, **fields)
    steps, done = app(request), script(request)
    assert_allclose(points(done), steps[-1].samples, atol=1e-4)
    assert [done.numbers(i) for i in range(len(done.lines))] == [
        pytest.approx([step.number, step.loss], abs=1e-4) for step in steps
    ]


@pytest.mark.parametrize("fields", [{}, {"r1_weight": 0.0, "drawn": DRAWN, "noise": "line"}], ids=["default", "drawn"])
def test_the_python_of_a_round_lays_open_the_page_s(fields, app, script):
    steps, done = app(GanRound(rounds=5, seed=4, **fields)), script(GanRound(rounds=5, seed=4, **fields))
    for step, line in zip(steps[-2:], (done.numbers(0), done.numbers(1)), strict=True):
        page = [
            step.loss,
            np.linalg.norm(step.made_logits_gradient),
            np.linalg.norm(step.gradients),
            np.linalg.norm(step.moves),
            step.expected_change,
            step.change,
        ]
        assert_allclose(line, page, atol=2e-4)
    assert_allclose(done.numbers(2), [np.linalg.norm(steps[-1].made_gradient)], atol=1e-4)
    assert_allclose(points(done), steps[-1].samples_after, atol=1e-4)
