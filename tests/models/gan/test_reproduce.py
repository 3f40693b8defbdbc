"""The Python to take away for the picture GAN draws the page's faces, and its critic judges them alike."""

import ast

import numpy as np
import pytest
from scipy.spatial.distance import pdist

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.gan.kinds import Gan, GanDistance, GanReadings, GanSamples


@pytest.mark.parametrize(
    "request_",
    [
        Gan(seed=3),
        Gan(seed=3, second_seed=9, frames=2, truncation_psi=1.2),
        Gan(seed=3, second_seed=9, mix_from_layer=3),
    ],
    ids=["one", "walk", "mixed"],
)
def test_the_python_of_faces_draws_and_judges_them_as_the_page_does(request_, app, script):
    steps, done = app(request_), script(request_)
    [mean] = app(Gan(truncation_psi=0))
    assert len(done.lines) == len(steps)
    for i, step in enumerate(steps):
        assert done.off(f"face-{i:02}.png", step.picture) <= 1 and done.says(i, step)
        at, logit, preferred, away = done.numbers(i)[:4]
        assert at == 100 * step.position
        assert logit == pytest.approx(step.critic_logit, abs=0.01)
        assert preferred == pytest.approx(100 * step.critic_prob, abs=0.2)
        assert away == pytest.approx(np.linalg.norm(step.latents[0] - mean.latents[0]), abs=0.06)


def test_the_python_of_several_faces_draws_the_page_s(app, script):
    request = GanSamples(count=2, seed=2**31 - 1, truncation_psi=0.5)
    steps, done = app(request), script(request)
    for place, (seed, step) in enumerate(zip((2**31 - 1, 0), steps, strict=True)):  # after the last comes the first
        assert done.off(f"picture-{seed}.png", step.picture) <= 1 and done.says(place, step)
    assert done.numbers(-1)[0] == pytest.approx(pdist([step.features for step in steps]).mean(), abs=2e-3)


def test_the_python_of_distances_prints_the_page_s(app, script):
    request = GanDistance(seed=5, truncation_psi=1.1)
    steps, done = app(request), script(request)
    for i, step in enumerate(steps):
        assert done.numbers(2 * i) == [step.count, len(step.made), pytest.approx(step.made.mean(), rel=2e-3)]
        assert done.numbers(2 * i + 1) == [step.count, len(step.real), pytest.approx(step.real.mean(), rel=2e-3)]


def test_the_python_of_readings_counts_the_page_s(app, script):
    request = GanReadings(count=50, seed=2, truncation_psi=0.5)
    [step], done = app(request), script(request)
    for i, (attribute, line) in enumerate(zip(ATTRIBUTES, done.lines, strict=True)):
        counts = np.bincount(step.read_values[:, i], minlength=len(NAMES[attribute]))
        name, _, seen = line.partition(" ")
        assert name == attribute and list(ast.literal_eval(seen).values()) == counts.tolist()
