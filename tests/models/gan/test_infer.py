"""The GAN family. Untrained networks do: what is checked is not how well they draw."""

import numpy as np
import pytest
import torch

from models.avatars.dataset import reduce, sample
from models.avatars.tensors import to_float
from models.classifier.net import load_classifier
from models.engine.asking import steps_of
from models.gan import infer
from models.gan.kinds import Gan
from models.gan.net import Critic, Generator
from tests.arrays import assert_allclose, assert_array_equal


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    critic = Critic().eval()
    real_logits = infer.logits_of_real(critic)
    return infer.Model(Generator().eval(), critic, real_logits, load_classifier(), "")


def test_a_seed_is_one_picture_with_its_style_and_the_critics_word(model):
    (step,) = steps_of(infer, model, Gan(seed=5))
    assert step.picture.shape == (64, 64, 3) and step.picture.dtype == np.uint8
    assert step.latents.shape == (7, 128) and isinstance(step.critic_logit, float)
    assert_array_equal(step.picture, next(steps_of(infer, model, Gan(seed=5))).picture)


def test_the_critics_preference_is_the_mean_of_its_chances_against_real_pictures(model):
    """Computed anew from the step's picture; at the same logit as the only real picture it is one half."""
    (step,) = steps_of(infer, model, Gan(seed=5))
    with torch.no_grad():
        own = model.critic(model.generator.synthesize(torch.from_numpy(step.latents)[None]))[0]
        real = [model.critic(to_float(picture[None]))[0] for picture in reduce(sample()[0][:64])]
    assert_allclose(step.critic_prob, np.mean([torch.sigmoid(own - r).item() for r in real]), atol=1e-5)
    assert infer.preferred(1.5, np.array([1.5], np.float32)) == 0.5


def test_a_walk_goes_straight_in_w_from_one_seed_to_the_other(model):
    steps = list(steps_of(infer, model, Gan(seed=1, second_seed=2, frames=3)))
    ends = [next(steps_of(infer, model, Gan(seed=s))).latents for s in (1, 2)]
    assert [s.position for s in steps] == [0.0, 0.5, 1.0]
    assert_allclose(steps[0].latents, ends[0], atol=1e-6)
    assert_allclose(steps[1].latents, (ends[0] + ends[1]) / 2, atol=1e-6)
    assert_allclose(steps[2].latents, ends[1], atol=1e-6)


def test_mixing_takes_the_later_layers_style_from_the_second_seed(model):
    (mixed,) = steps_of(infer, model, Gan(seed=1, second_seed=2, mix_from_layer=4))
    first, second = (next(steps_of(infer, model, Gan(seed=s))).latents for s in (1, 2))
    assert_allclose(mixed.latents[:4], first[:4], atol=1e-6)
    assert_allclose(mixed.latents[4:], second[4:], atol=1e-6)
