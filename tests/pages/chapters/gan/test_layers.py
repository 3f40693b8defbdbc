"""What the plane of GAN draws is what the steps hold."""

import numpy as np
import pytest

from models.toys import gan
from models.toys.kinds import GanToy
from pages.chapters.gan import layers
from pages.figures import points
from pages.figures.components.plane import Arrows, Mesh, Points, Surface
from tests.arrays import assert_allclose, assert_array_equal


@pytest.fixture(scope="module")
def steps():
    return list(gan.train_gan(GanToy(turns="60DG", reports=6)))


@pytest.fixture(scope="module")
def real():
    return points.learned_from(GanToy())


def test_the_layers_are_the_steps_arrays(steps, real):
    found = {type(layer): layer for layer in layers.layers(steps, real)}
    assert_array_equal(found[Surface].frames, [s.surface for s in steps])
    assert_array_equal(found[Mesh].frames, [s.manifold for s in steps])
    assert_array_equal(found[Points].frames, [s.samples for s in steps])  # the last points named are the made ones
    assert_array_equal(found[Arrows].places, [s.samples[: layers.ARROWS] for s in steps])


def test_arrows_point_along_the_pull_and_one_factor_holds_for_the_whole_film(steps):
    times = layers.scale(steps)
    pulls = np.stack([s.pull[: layers.ARROWS] for s in steps]).astype(float)
    moves = np.stack([layers.arrows(s, times) for s in steps])
    length = np.linalg.norm(moves, axis=-1)
    short = length < layers.LONGEST - 1e-6
    assert short.mean() > 0.9 and length.max() <= layers.LONGEST + 1e-6
    assert_allclose(moves[short], times * pulls[short], rtol=1e-5)
    cosine = (moves * pulls).sum(-1) / (length * np.linalg.norm(pulls, axis=-1))
    assert_allclose(cosine, 1, atol=1e-5)


def test_the_map_s_colours_are_centred_on_one_half_and_hold_nearly_all_places(steps, real):
    (surface,) = [layer for layer in layers.layers(steps, real) if isinstance(layer, Surface)]
    assert surface.low + surface.high == pytest.approx(1)
    inside = (surface.frames >= surface.low) & (surface.frames <= surface.high)
    assert inside.mean() >= 0.985


@pytest.mark.parametrize("off", ["surface", "pull", "mesh"])
def test_what_is_switched_off_is_not_sent(steps, real, off):
    kind = {"surface": Surface, "pull": Arrows, "mesh": Mesh}[off]
    assert not [x for x in layers.layers(steps, real, **{off: False}) if isinstance(x, kind)]


def test_reached_is_the_share_of_real_points_with_a_made_one_close_by():
    made, real = np.array([[0.0, 0.0], [5.0, 5.0]]), np.array([[0.05, 0.0], [0.0, 0.2], [5.0, 5.09], [1.0, 1.0]])
    assert layers.reached(made, real) == 0.5
