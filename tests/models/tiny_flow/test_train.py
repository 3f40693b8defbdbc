"""The tiny flow: what a run yields equals an independent computation, and its pictures are those of the data set."""

import numpy as np
import pytest
import torch

from models.avatars import dataset
from models.engine.errors import InvalidRequest, NotFinite
from models.tiny_flow import infer, net
from models.tiny_flow.kinds import DRAWN, DrawnStep, TrainFlow
from models.tiny_flow.pictures import pictures
from tests.arrays import assert_allclose, assert_array_equal

SMALL = TrainFlow(steps=20, seed=3)


@pytest.fixture(scope="module")
def small(app):
    return app(SMALL)


def test_it_draws_when_the_request_says_and_the_error_falls(small):
    assert all(isinstance(step, DrawnStep) for step in small)
    assert [step.number for step in small] == SMALL.moments() == [0, 1, 2, 4, 7, 10, 15, 20]
    assert small[-1].held_out < 0.7 * small[0].held_out
    assert {step.drawn.shape for step in small} == {(DRAWN, 16, 16, 3)} and small[-1].drawn.dtype == np.uint8


def test_the_error_is_that_of_the_velocity(small):
    """At the start the network says 0 for every picture: the velocity that follows is −x / (1 − t)."""
    generator = torch.Generator().manual_seed(SMALL.seed)
    torch.randn(infer.COMPARED, net.PIXELS, generator=generator)
    noise, t = torch.randn(300, net.PIXELS, generator=generator), infer.times(300, generator)
    learned, held_out = infer.data(SMALL)
    flow = net.drawn(SMALL.seed)
    bias = flow.leave.bias.detach()
    way = noise + t[:, None] * (held_out - noise)
    left = (1 - t[:, None]).clamp(min=net.NEAR_END)
    expected = ((bias - way) / left - (held_out - way) / left).square().mean()
    assert small[0].held_out == pytest.approx(expected.item(), rel=1e-4)
    assert len(learned) == 1700


def test_a_network_that_knows_the_picture_draws_it():
    picture = torch.rand(1, net.PIXELS) * 2 - 1

    class Knows(net.Flow):
        def forward(self, x, t):
            return picture.expand(len(x), -1)

    assert_allclose(net.draw(Knows(), torch.randn(3, net.PIXELS)).numpy(), picture.expand(3, -1).numpy(), atol=1e-5)


def test_the_distance_is_that_to_the_nearest_of_all():
    some, others = torch.tensor([[0.0, 0.0], [5.0, 5.0]]), torch.tensor([[3.0, 4.0], [0.0, 1.0], [5.0, 7.0]])
    assert infer.apart(some, others) == pytest.approx((1 + 2) / 2)


def test_pixels_are_rounded_to_the_nearest_level():
    flat = torch.linspace(-1, 1, net.PIXELS)[None]
    expected = np.rint((np.linspace(-1, 1, net.PIXELS) + 1) * 127.5)
    assert np.abs(infer.as_pictures(flat).astype(int).ravel() - expected).max() <= 1


def test_the_pictures_are_people_of_the_data_set_none_twice_in_both_parts():
    all_of_them = pictures()
    assert all_of_them.shape == (2000, 16, 16, 3) and all_of_them.dtype == np.uint8
    rows = dataset.people("train", count=2000)
    assert len({bytes(row) for row in rows}) > 1990
    learned, held_out = {bytes(p) for p in all_of_them[:1700]}, {bytes(p) for p in all_of_them[1700:]}
    assert len(held_out - learned) > 295


def test_the_same_request_gives_the_same_bits(small, app):
    again = app(SMALL)
    assert_array_equal(again[-1].drawn, small[-1].drawn)
    assert [step.held_out for step in again] == [step.held_out for step in small]


def test_fewer_pictures_are_the_first_ones():
    assert_array_equal(infer.data(TrainFlow(pictures=20))[0].numpy(), infer.data(SMALL)[0][:20].numpy())


def test_a_run_that_diverges_ends_with_a_sentence(app, monkeypatch):
    monkeypatch.setattr(net, "loss", lambda *given: torch.tensor(torch.nan))
    with pytest.raises(NotFinite):
        list(infer.train(TrainFlow(steps=2)))


@pytest.mark.parametrize(
    "fields",
    [{"steps": 0}, {"pictures": 19}, {"pictures": 1701}, {"learning_rate": 1e9}, {"learning_rate": float("nan")}],
)
def test_what_cannot_be_learned_is_refused(fields):
    with pytest.raises(InvalidRequest, match=next(iter(fields))):
        TrainFlow(**fields)
