"""The runs as the engine makes them: steps are plain torch's, order means nothing, few points are the first of many."""

import math

import numpy as np
import pytest
import torch
from scipy.spatial import cKDTree
from torch import nn

from models.engine.asking import steps_of
from models.engine.errors import InvalidRequest
from models.shapes import infer
from models.shapes.furniture import CLASSES
from models.shapes.kinds import SIZES, WALK_POINTS, Shape, ShapeNearest, ShapeWalk, percent
from models.shapes.net import WEIGHTS, Encoder, Flow
from models.shapes.sizes import measured
from tests.arrays import assert_allclose


@pytest.fixture(scope="module")
def model():
    return infer.load()


@pytest.fixture(scope="module")
def ask(model):
    return lambda request: list(steps_of(infer, model, request))


def velocity(flow, x, t, told):
    """One flow by nn.functional alone, point by point's own formula."""
    f = nn.functional
    angles = 2 * t * torch.exp(torch.linspace(0, math.log(100), 16))
    context = f.gelu(flow.tell[0](torch.cat([told, angles.sin()[None], angles.cos()[None]], 1)))
    if x.shape[1] == 3:
        waves = torch.cat([x[:, axis, None] * (math.pi / 2) * 2.0 ** torch.arange(5) for axis in range(3)], 1)
        x = torch.cat([x, waves.sin(), waves.cos()], 1)
    h = flow.first(x)
    for turn, layer in zip(flow.turns, flow.layers, strict=True):
        scale, shift = turn(context).chunk(2, 1)
        normed = (h - h.mean(1, keepdim=True)) / (h.var(1, unbiased=False, keepdim=True) + 1e-5).sqrt()
        h = h + layer(f.gelu(normed * (1 + scale) + shift, approximate="tanh"))
    return flow.last(h)


@torch.no_grad()
def test_every_step_is_that_of_plain_torch_from_the_same_noise(model, ask):
    request = Shape(shape="lamp", size=20, seed=7, points=256, num_inference_steps=6)
    network, steps = model.network, ask(request)
    told = torch.zeros(1, 5)
    told[0, 2], told[0, 4] = 1, -0.6  # a fifth of the way from −1 to 1
    z = torch.randn(1, 1, 32, generator=torch.Generator().manual_seed(7))[0]
    for step in range(6):
        z = z + velocity(network.prior, z, step / 6, told) / 6
    assert_allclose(steps[0].latents, z[0], atol=1e-4)
    x = torch.randn(1, 4096, 3, generator=torch.Generator().manual_seed(8))[0, :256]
    assert len(steps) == 7 and (steps[0].points == x.numpy()).all()
    for step in range(6):
        x = x + velocity(network.decoder, x, step / 6, z * network.z_deviation + network.z_mean) / 6
        assert_allclose(steps[step + 1].points, x, atol=2e-4)
        assert steps[step + 1].position == pytest.approx((step + 1) / 6)
    assert steps[-1].measured == measured("lamp", steps[-1].points)


@pytest.mark.parametrize("shape", CLASSES)
def test_the_order_of_the_points_means_nothing_to_the_last_bit(ask, shape):
    plain, mixed = (ask(Shape(shape=shape, shuffled=s, num_inference_steps=10))[-1].points for s in (False, True))
    assert (plain != mixed).any()
    order = [np.lexsort(cloud.T) for cloud in (plain, mixed)]
    assert plain[order[0]].tobytes() == mixed[order[1]].tobytes()


def test_few_points_are_the_first_of_many(ask):
    few, many = (ask(Shape(points=n, num_inference_steps=5))[-1] for n in (256, 2048))
    assert_allclose(few.points, many.points[:256], atol=1e-5)
    assert (few.latents == many.latents).all()


def test_equal_requests_give_equal_bits_and_other_seeds_other_shapes(ask):
    first, again, other = (ask(Shape(seed=s, num_inference_steps=4))[-1] for s in (1, 1, 2))
    assert first.points.tobytes() == again.points.tobytes()
    assert np.abs(first.latents - other.latents).max() > 0.1


def test_a_walk_begins_at_one_shape_and_ends_at_the_other(ask):
    steps = ask(ShapeWalk(shape="vase", to_shape="chair", seed=4, frames=3, num_inference_steps=8))
    ends = [ask(Shape(shape=s, seed=4, points=WALK_POINTS, num_inference_steps=8))[-1] for s in ("vase", "chair")]
    for step, end in zip(steps[::2], ends, strict=True):
        assert_allclose(step.points, end.points, atol=1e-5)
    assert_allclose(steps[1].latents, (ends[0].latents + ends[1].latents) / 2, atol=1e-5)
    assert [step.position for step in steps] == [0, 0.5, 1]


def test_the_nearest_real_cloud_is_the_one_that_trees_find(model, ask):
    [step] = ask(ShapeNearest(shape="table", seed=2))
    real = model.references[:, :256].numpy()

    def chamfer(cloud):
        return (cKDTree(cloud).query(step.drawn)[0] ** 2).mean() + (cKDTree(step.drawn).query(cloud)[0] ** 2).mean()

    distances = np.array([chamfer(cloud) for cloud in real])
    assert step.chamfer == pytest.approx(distances.min(), abs=1e-5)
    best = int(distances.argmin())
    assert step.shape == CLASSES[best % 4] and (step.real == real[best]).all()
    assert_allclose(step.by_class, distances.reshape(-1, 4).min(0), atol=1e-5)
    assert (cKDTree(step.real).query(step.drawn)[1] == step.to_real).mean() > 0.99  # equal distances may differ
    assert (step.drawn == ask(Shape(shape="table", seed=2, points=256))[-1].points).all()


@pytest.mark.parametrize(
    "fields",
    [
        {"shape": "sofa"},
        {"num_inference_steps": 0},
        {"num_inference_steps": 10**6},
        {"points": -1},
        {"points": 10**9},
        {"size": float("nan")},
        {"size": 101},
        {"seed": -1},
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence_that_names_it(fields):
    with pytest.raises(InvalidRequest) as error:
        Shape(**fields)
    assert error.value.values["name"] == next(iter(fields))


def test_the_share_of_a_size_becomes_a_size_in_percent():
    for name, (low, high) in SIZES.items():
        assert (percent(name, 0), percent(name, 50), percent(name, 100)) == (low, (low + high) / 2, high)


def test_the_encoder_reads_a_set_and_the_weights_are_small(model):
    cloud = model.references[:2, :256]
    mixed = cloud[:, torch.randperm(256)]
    assert torch.allclose(model.network.encoder(cloud)[0], model.network.encoder(mixed)[0], atol=1e-4)
    assert isinstance(model.network.encoder, Encoder) and isinstance(model.network.prior, Flow)
    assert (WEIGHTS / "shapes.safetensors").stat().st_size < 4e6
