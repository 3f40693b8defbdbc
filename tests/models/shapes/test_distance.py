"""Chamfer distance, coverage, matching distance and 1-NN accuracy equal scipy's and scikit-learn's."""

import numpy as np
import pytest
import torch
from scipy.spatial import cKDTree

from models.shapes.distance import chamfer, match, matrix
from models.shapes.furniture import clouds
from tests.arrays import assert_allclose


def by_trees(a, b):
    return (cKDTree(b).query(a)[0] ** 2).mean() + (cKDTree(a).query(b)[0] ** 2).mean()


@pytest.fixture(scope="module")
def sets():
    return tuple(torch.from_numpy(clouds(24, 100, seed)[0]).float() for seed in (5, 6))


def test_chamfer_distances_are_those_of_nearest_neighbour_trees(sets):
    a, b = sets
    expected = np.array([[by_trees(x, y) for y in b.numpy()] for x in a.numpy()])
    assert_allclose(matrix(a, b).numpy(), expected, atol=1e-5)
    assert float(chamfer(a[0], b[0])) == pytest.approx(expected[0, 0], abs=1e-5)
    assert float(chamfer(a[0], a[0])) == pytest.approx(0, abs=1e-5)


def test_the_measures_of_sets_are_those_of_scikit_learn_on_the_same_distances(sets):
    from sklearn.model_selection import LeaveOneOut, cross_val_predict
    from sklearn.neighbors import KNeighborsClassifier

    a, b = sets
    both = torch.cat([a, b]).numpy().astype(float)
    distances = np.array([[by_trees(x, y) for y in both] for x in both])
    labels = np.repeat([0, 1], len(a))
    judge = KNeighborsClassifier(1, metric="precomputed")
    read = cross_val_predict(judge, distances, labels, cv=LeaveOneOut())
    found, cross = match(a, b), distances[: len(a), len(a) :]
    assert found.nearest_accuracy == pytest.approx((read == labels).mean())
    assert found.coverage == pytest.approx(len(set(cross.argmin(1))) / len(b))
    assert found.mmd == pytest.approx(cross.min(0).mean(), abs=1e-5)


def test_a_set_that_is_far_away_is_told_apart_and_covers_little(sets):
    a, b = sets
    found = match(a + 5, b)
    assert found.nearest_accuracy == 1 and found.coverage <= 0.5


def test_sets_of_different_sizes_are_refused(sets):
    with pytest.raises(ValueError, match="24 drawn and 12 real clouds"):
        match(sets[0], sets[1][:12])
