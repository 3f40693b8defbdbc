"""The furniture to learn from: points lie on its surfaces, and its size is found again in them."""

import numpy as np
import pytest

from models.shapes.furniture import CLASSES, build, clouds
from models.shapes.kinds import SIZES, percent
from models.shapes.references import make, references
from models.shapes.sizes import measured
from models.shapes.solids import Box, Turned, spread
from tests.arrays import assert_allclose


def test_points_of_a_box_lie_on_its_faces_each_as_often_as_it_is_large():
    box = Box((0, 0, 0), (1, 2, 4))
    points = box.spread(6000, np.random.default_rng(0))
    on = np.isclose(points, 0) | np.isclose(points, (1, 2, 4))
    assert on.any(1).all()
    assert on.mean(0) == pytest.approx(np.array([8, 4, 2]) / 14, abs=0.02)
    assert box.area() == 28


def test_points_of_a_cone_lie_on_it_with_an_even_density():
    cone = Turned((0.0, 1.0), (0.0, 1.0))
    points = cone.spread(20_000, np.random.default_rng(0))
    radius = np.hypot(points[:, 0], points[:, 2])
    assert radius == pytest.approx(points[:, 1])
    assert (radius < 0.5).mean() == pytest.approx(0.25, abs=0.01)  # a quarter of the area
    assert cone.area() == pytest.approx(np.pi * np.sqrt(2))


@pytest.mark.parametrize("name", CLASSES)
def test_a_piece_is_centred_and_its_largest_half_extent_is_one(name):
    for seed in range(20):
        rng = np.random.default_rng(seed)
        points = spread(build(name, percent(name, rng.uniform(0, 100)), rng), 2000, rng)
        assert np.abs(points).max() <= 1 + 1e-9
        assert np.ptp(points, axis=0).max() > 1.95


@pytest.mark.parametrize(("name", "within"), [("chair", 3.0), ("table", 1.0), ("lamp", 1.0), ("vase", 1.0)])
def test_the_size_is_found_again_in_the_points(name, within):
    made, kinds, sizes = clouds(240, 1024, 11)
    rows = kinds == CLASSES.index(name)
    found = np.array([measured(name, cloud.astype(float)) for cloud in made[rows]])
    assert np.abs(found - sizes[rows]).mean() < within
    assert np.corrcoef(found, sizes[rows])[0, 1] > 0.93
    assert sizes[rows].min() >= SIZES[name][0] and sizes[rows].max() <= SIZES[name][1]


def test_a_stray_point_does_not_change_the_size():
    made, _, _ = clouds(4, 1024, 3)
    for name, cloud in zip(CLASSES, made.astype(float), strict=True):
        spoiled = cloud.copy()
        spoiled[0] = (5, 5, 5)
        assert measured(name, spoiled) == pytest.approx(measured(name, cloud), rel=0.06)


def test_equal_seeds_give_equal_clouds_and_others_do_not():
    first, second, other = (clouds(4, 64, seed)[0] for seed in (0, 0, 1))
    assert (first == second).all() and (first != other).any()


def test_the_shipped_real_clouds_are_those_that_the_command_makes():
    assert references().shape == (200, 512, 3)
    assert_allclose(references().astype(float), make().astype(float), atol=2e-3)  # fp16
