"""Distances by number of pictures: of the pictures that the GAN draws, and as scipy computes them."""

import numpy as np
import pytest
from scipy.linalg import sqrtm

from models.classifier.net import load_classifier
from models.classifier.predictions import predict
from models.classifier.real_features import real_features
from models.gan.distance import COUNTS, pictures
from models.gan.infer import picture_of
from models.gan.kinds import GanDistance
from models.gan.net import load_gan
from models.prepared import prepared
from tests.arrays import assert_allclose


@pytest.fixture(scope="module")
def generator():
    return load_gan()[0]


def test_the_pictures_are_those_of_single_seeds(generator):
    many = pictures(generator, 2**31 - 2, 3, 0.7)
    for picture, seed in zip(many, (2**31 - 2, 2**31 - 1, 0), strict=True):
        assert np.abs(picture.astype(int) - picture_of(generator, seed, 0.7)).max() <= 1


def test_every_picture_is_in_one_set_of_each_size():
    for count, step in zip(COUNTS, prepared(GanDistance()).steps, strict=True):
        assert step.count == count and len(step.made) == len(step.real) == 1000 // count


def test_the_shipped_distances_are_the_formula_with_the_matrix_root_of_scipy(generator):
    real, steps = real_features(), prepared(GanDistance()).steps

    def distance(features):
        root = sqrtm(real.covariance @ np.cov(features.T)).real
        apart = ((features.mean(0) - real.mean) ** 2).sum()
        return apart + np.trace(real.covariance + np.cov(features.T) - 2 * root)

    made = predict(load_classifier(), pictures(generator, 50, 50, GanDistance().truncation_psi)).features
    assert steps[0].made[1] == pytest.approx(distance(made.astype(float)), rel=1e-3)
    assert steps[-1].real[0] == pytest.approx(distance(real.compared.astype(float)), rel=1e-3)


def test_the_shipped_real_features_are_the_judges_of_the_sample():
    from models.avatars.dataset import reduce, sample

    features = predict(load_classifier(), reduce(sample()[0][:50])).features
    assert_allclose(real_features().compared[:50], features, atol=2e-2, rtol=2e-3)  # shipped in half precision
    assert real_features().reference == 4000
