"""The path of a picture through the VAE family. Untrained networks do: what is checked is not how well they draw."""

import numpy as np
import pytest
import torch

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.avatars.dataset import reduce, sample
from models.classifier.kinds import PictureStep
from models.classifier.net import load_classifier, read
from models.engine.asking import steps_of
from models.vae import infer
from models.vae.beta import BetaVAE
from models.vae.kinds import DIRECTIONS, Encode, EncodeStep, Interpolate
from models.vae.net import build_codec
from models.workers import pictures
from tests.arrays import assert_allclose, assert_array_equal


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    means = {name: torch.randn(32) for name in DIRECTIONS}
    codec, face, plane = build_codec((8, 8, 8, 8)).eval(), BetaVAE().eval(), BetaVAE(2).eval()
    return infer.Model(codec, face, means, plane, {}, load_classifier(), "", "", "", "")


@pytest.mark.parametrize(("name", "latent", "size"), [("codec", (4, 16, 16), 128), ("face", (32,), 64)])
def test_a_picture_goes_to_its_latent_and_back(model, name, latent, size):
    (step,) = steps_of(infer, model, Encode(picture="sample:3", model=name))
    assert isinstance(step, EncodeStep)
    assert step.mu.shape == step.logvar.shape == latent
    original = sample()[0][3] if size == 128 else reduce(sample()[0][3:4])[0]
    assert_array_equal(step.picture, original)
    assert step.recon.shape == (size, size, 3) and step.recon.dtype == np.uint8
    assert_allclose(step.mse, ((step.recon.astype(float) - original) ** 2).mean(), rtol=1e-5)
    assert step.kl > 0


@pytest.mark.parametrize(("name", "recipe"), [("codec", 39.2), ("face", 31.7)])
def test_the_shipped_weights_keep_of_a_picture_what_the_recipe_says(name, recipe):
    loaded = pictures.load(lambda template, **values: None).vae
    steps = [next(steps_of(infer, loaded, Encode(picture=f"sample:{i}", model=name))) for i in range(16)]
    decibels = [10 * np.log10(255**2 / step.mse) for step in steps]
    assert np.mean(decibels) >= recipe - 1  # the recipe's are of 5,000 and 1,000 pictures; a decibel of margin for 16


def test_a_direction_is_added_to_mu_in_the_amount_asked_for(model):
    request = Encode(picture="sample:3", direction="glasses/sunglasses", amount=1.5)
    encoded, shown = steps_of(infer, model, request)
    assert isinstance(shown, PictureStep)
    now = NAMES["glasses"][read(model.classifier, encoded.recon[None])[1][0, ATTRIBUTES.index("glasses")]]
    assert now != "sunglasses"
    added = (model.means["glasses/sunglasses"] - model.means[f"glasses/{now}"]).numpy()
    assert_allclose(shown.latents, encoded.mu + 1.5 * added, rtol=1e-4, atol=1e-5)


def test_no_amount_of_a_direction_gives_the_reconstruction(model):
    encoded, shown = steps_of(infer, model, Encode(direction="top/hat", amount=0.0))
    assert_array_equal(shown.picture, encoded.recon)


@pytest.mark.parametrize("name", ["codec", "face"])
@pytest.mark.parametrize("path", ["linear", "spherical"])
def test_a_walk_begins_and_ends_at_the_two_reconstructions(model, name, path):
    steps = list(
        steps_of(infer, model, Interpolate(first="sample:1", second="sample:2", model=name, path=path, frames=3))
    )
    ends = [next(steps_of(infer, model, Encode(picture=p, model=name))).recon for p in ("sample:1", "sample:2")]
    assert [s.position for s in steps] == [0.0, 0.5, 1.0]
    for step, end in ((steps[0], ends[0]), (steps[-1], ends[1])):
        assert np.abs(step.picture.astype(int) - end).max() <= 1


def test_the_same_request_gives_the_same_bits(model):
    first, second = (list(steps_of(infer, model, Interpolate(frames=3))) for _ in range(2))
    for a, b in zip(first, second, strict=True):
        assert_array_equal(a.picture, b.picture)
        assert_array_equal(a.read_probs, b.read_probs)
