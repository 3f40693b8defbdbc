"""The metrics of sets of pictures equal those of torchmetrics and scikit-learn."""

import numpy as np
import pytest
import torch
from sklearn.neighbors import NearestNeighbors
from torch import nn
from torchmetrics.image.fid import FrechetInceptionDistance
from torchmetrics.image.inception import InceptionScore
from torchmetrics.image.kid import KernelInceptionDistance
from torchmetrics.image.mifid import MemorizationInformedFrechetInceptionDistance

from models.classifier.metrics import (
    frechet,
    frechet_to,
    inception_style_score,
    kernel_distance,
    memorisation_informed,
    nearest_cosine_distance,
    precision_recall,
)

pytestmark = pytest.mark.filterwarnings("ignore:Metric .* will save all extracted features")


class Features(nn.Module):
    """Takes features for pictures, so that a metric of torchmetrics computes on them as they are."""

    def __init__(self, num_features):
        super().__init__()
        self.num_features = num_features

    def forward(self, x):
        return x


def torchmetrics_of(metric, fake, real):
    metric.update(torch.tensor(real), real=True)
    metric.update(torch.tensor(fake), real=False)
    return metric.compute()


@pytest.fixture(params=["random", "scaled", "copies"])
def pair(request):
    rng = np.random.default_rng(3)
    real, fake = np.abs(rng.standard_normal((120, 16))), np.abs(rng.standard_normal((90, 16)))
    if request.param == "scaled":
        fake = 1.5 * fake + 0.2
    if request.param == "copies":
        fake[:60] = real[:60] + 0.01 * rng.standard_normal((60, 16))
    return fake, real


def test_the_frechet_distance_is_that_of_torchmetrics(pair):
    fake, real = pair
    theirs = torchmetrics_of(FrechetInceptionDistance(Features(16)), fake, real)
    assert frechet(fake, real) == pytest.approx(float(theirs), rel=1e-4)
    assert frechet_to(real.mean(0), np.cov(real.T), fake) == pytest.approx(float(theirs), rel=1e-4)


def test_the_kernel_distance_is_that_of_torchmetrics_on_all_pictures(pair):
    fake, real = pair
    n = len(fake)  # theirs takes subsets of one size: all of as many
    mean, _spread = torchmetrics_of(KernelInceptionDistance(Features(16), subsets=1, subset_size=n), fake, real[:n])
    assert kernel_distance(fake, real[:n]) == pytest.approx(float(mean), abs=1e-5)


@pytest.mark.parametrize("threshold", [0.02, 0.1, 0.5])
def test_the_distance_that_punishes_copies_is_that_of_torchmetrics(pair, threshold):
    fake, real = pair
    metric = MemorizationInformedFrechetInceptionDistance(Features(16), cosine_distance_eps=threshold)
    # The paper's mean is over the fakes. torchmetrics takes it over what it is given as real; the rest is symmetric.
    theirs = torchmetrics_of(metric, fake=real, real=fake)
    ours = memorisation_informed(frechet(fake, real), nearest_cosine_distance(fake, real), threshold)
    assert ours == pytest.approx(float(theirs), rel=1e-4)


def test_a_distance_of_nothing_is_not_punished_and_pictures_without_features_do_not_count():
    assert memorisation_informed(0.0, 0.0, 0.3) == 0
    features = np.eye(3)
    assert nearest_cosine_distance(np.vstack([features, np.zeros(3)]), features) == pytest.approx(0, abs=1e-12)


@pytest.mark.filterwarnings("ignore:std")  # of one split, which is not looked at
def test_the_inception_style_score_is_that_of_torchmetrics():
    probs = np.random.default_rng(0).dirichlet(np.full(6, 0.4), 80)
    metric = InceptionScore(Features(6), splits=1)
    metric.update(torch.tensor(probs).log())
    assert inception_style_score(probs) == pytest.approx(float(metric.compute()[0]), rel=1e-5)


@pytest.mark.parametrize("k", [1, 3, 5])
def test_precision_and_recall_are_those_of_scikit_learns_neighbours(pair, k):
    fake, real = pair

    def covered(points, by):
        """Share of points within reach of the k-th neighbour of any of the others, each one its own first."""
        reach = NearestNeighbors(n_neighbors=k + 1).fit(by).kneighbors(by)[0][:, -1]
        distances, places = NearestNeighbors(n_neighbors=len(by)).fit(by).kneighbors(points)
        return (distances <= reach[places]).any(1).mean()

    assert precision_recall(real, fake, k) == pytest.approx((covered(fake, real), covered(real, fake)))
