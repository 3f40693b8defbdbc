import numpy as np
import pytest

from models.engine.errors import InvalidRequest
from models.toys import flow, points, vae
from models.toys.kinds import FlowToy, GanToy, VaeToy
from tests.arrays import assert_array_equal


def last(steps):
    *_, final = steps
    return final


@pytest.mark.parametrize("shape", points.SHAPES)
def test_every_shape_lies_in_the_picture(shape):
    x = points.sample(shape, 500, np.random.default_rng(0))
    assert x.shape == (500, 2) and x.dtype == np.float32 and np.abs(x).max() < 1.5


def test_all_eight_modes_are_counted_in_real_points_and_one_where_all_points_are_alike():
    assert points.modes_found(points.sample("gaussians", 800, np.random.default_rng(0))) == 8
    assert points.modes_found(np.full((100, 2), [0.75, 0.0])) == 1


def test_the_vae_and_the_flow_draw_the_eight_modes():
    assert points.modes_found(last(vae.train_vae(VaeToy(steps=800))).samples) >= 6
    learned = last(flow.train_flow(FlowToy(steps=800)))
    assert points.modes_found(learned.samples) >= 7
    assert learned.paths.shape == (21, 256, 2)


def test_points_of_the_flow_move_with_its_field():
    """Each point's first move is the velocity at its place, which lies between those of the grid around it."""
    learned = last(flow.train_flow(FlowToy(steps=300)))
    assert learned.field.shape == (20, 12, 12, 2)
    axis = np.linspace(-2.2, 2.2, 12)
    moves = (learned.paths[1] - learned.paths[0]) * 20
    inside = np.abs(learned.paths[0]).max(1) < 2
    column, row = (np.abs(learned.paths[0][inside, i, None] - axis).argmin(1) for i in (0, 1))
    near = learned.field[0][row, column]
    assert np.corrcoef(near.ravel(), moves[inside].ravel())[0, 1] > 0.9


@pytest.mark.parametrize(
    ("train", "request_"), [(vae.train_vae, VaeToy(steps=20)), (flow.train_flow, FlowToy(steps=20))]
)
def test_the_same_seed_gives_the_same_bits(train, request_):
    assert_array_equal(last(train(request_)).samples, last(train(request_)).samples)


def test_drawn_points_are_what_is_learned_from():
    request = FlowToy(drawn=((0.5, 0.5), (0.5, 0.45)), steps=500)
    assert np.abs(last(flow.train_flow(request)).samples.mean(0) - 0.5).max() < 0.15


@pytest.mark.parametrize("drawn", [((0.1,),), ((9.0, 0.0),), ((float("nan"), 0.0),), ((0.0, 0.0),) * 501, 5])
def test_drawn_points_outside_their_limits_are_refused_in_a_sentence(drawn):
    with pytest.raises(InvalidRequest):
        GanToy(drawn=drawn)
