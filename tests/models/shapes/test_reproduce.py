"""The Python to take away draws the page's clouds."""

import numpy as np
import pytest

from models.shapes.kinds import Shape, ShapeNearest, ShapeWalk
from tests.arrays import assert_allclose


@pytest.mark.parametrize("fields", [{"shape": "vase", "size": 35, "seed": 3}, {"shuffled": True, "points": 512}])
def test_the_python_of_a_cloud_gives_its_points(app, script, fields):
    steps = app(Shape(num_inference_steps=5, **fields))
    done = script(Shape(num_inference_steps=5, **fields))
    assert len(done.lines) == 6
    assert_allclose(np.load(done.folder / "cloud.npy"), steps[-1].points, atol=1e-4)


def test_the_python_of_a_walk_gives_each_cloud(app, script):
    request = ShapeWalk(frames=3, num_inference_steps=4)
    clouds = np.load(script(request).folder / "walk.npy")
    assert_allclose(clouds, [step.points for step in app(request)], atol=1e-4)


def test_the_python_of_the_nearest_finds_the_same_one(app, script):
    request = ShapeNearest(shape="lamp", seed=5)
    [step], done = app(request), script(request)
    assert f"nearest: {step.shape} " in done.lines[0]
    assert float(done.lines[0].split()[-1]) == pytest.approx(step.chamfer, abs=2e-4)
    assert (np.load(done.folder / "real.npy") == step.real).all()
