"""A fault is what it says, and what the metrics say of it is computed again by other means."""

import numpy as np
import pytest
import torch
from torchmetrics.image.fid import FrechetInceptionDistance

from models.avatars.attributes import ATTRIBUTES
from models.avatars.dataset import reduce, sample
from models.classifier.faults import showcase, spoiled_pictures, spoiled_set
from models.classifier.judging import splits
from models.classifier.kinds import FAULTS, HAIR, METRICS, SHOWN_OFF, SPLITS, Fault, kept_styles
from models.classifier.net import load_classifier
from models.classifier.predictions import predict, score
from models.prepared import prepared
from tests.arrays import assert_allclose, assert_array_equal
from tests.models.classifier.test_metrics import Features

FAMILY = {fault.fault: fault for fault in FAULTS}


@pytest.fixture(scope="module")
def real():
    return predict(load_classifier(), reduce(sample()[0]))


@pytest.fixture(scope="module")
def halves():
    return splits(0, 400)


def chosen(fault, strength, halves, real):
    candidates, reference = halves
    return spoiled_set(candidates, reference, fault, strength, real.features, real.probs, sample()[1])


def test_each_split_takes_every_picture_once(halves):
    assert len(halves) == SPLITS
    for candidates, reference in halves:
        assert len(candidates) == len(reference) == 200
        assert_array_equal(np.sort(np.concatenate([candidates, reference])), np.arange(400))
    assert len({tuple(candidates) for candidates, _ in halves}) == SPLITS


def test_a_fault_of_the_set_changes_the_share_that_it_says(halves, real):
    candidates, reference = halves[0]
    copied = chosen("copies", 0.25, halves[0], real)
    assert np.isin(copied, reference).sum() == 50 and len(copied) == 200
    alone = chosen("one_face", 1.0, halves[0], real)
    distances = ((real.features[candidates][:, None] - real.features[candidates]) ** 2).sum(2).sum(1)
    assert_array_equal(alone, np.full(200, candidates[distances.argmin()]))
    hair = sample()[1][chosen("dropped", 0.5, halves[0], real), ATTRIBUTES.index("top")]
    assert hair.max() < kept_styles(0.5) == 8 and len(hair) == 200
    for fault in ("blur", "noise"):
        assert_array_equal(chosen(fault, 1.0, halves[0], real), candidates)


@pytest.mark.parametrize("fault", FAMILY)
def test_without_strength_there_is_no_fault(fault, halves, real):
    assert kept_styles(0) == HAIR
    assert_array_equal(chosen(fault, 0.0, halves[0], real), halves[0][0])
    pictures = reduce(sample()[0][:3])
    assert_array_equal(spoiled_pictures(pictures, fault, 0.0, np.random.default_rng(0)), pictures)


def test_noise_has_the_deviation_that_it_says_and_blur_keeps_the_mean():
    grey = np.full((2, 64, 64, 3), 128, np.uint8)
    noisy = spoiled_pictures(grey, "noise", 0.2, np.random.default_rng(0)).astype(float)
    assert noisy.std() == pytest.approx(20, rel=0.02) and noisy.mean() == pytest.approx(128, abs=0.5)
    pictures = reduce(sample()[0][:2])
    blurred = spoiled_pictures(pictures, "blur", 0.5, np.random.default_rng(0))
    assert blurred.astype(float).std() < pictures.astype(float).std()
    assert (
        np.abs(np.diff(blurred.astype(float), axis=2)).mean() < np.abs(np.diff(pictures.astype(float), axis=2)).mean()
    )


def test_a_showcase_scores_better_than_as_many_of_any_half_and_takes_the_best_at_each_turn(halves, real):
    candidates = halves[0][0]
    shown = showcase(candidates, real.probs)
    assert len(set(shown)) == SHOWN_OFF and set(shown) <= set(candidates)

    def scored(rows):
        return score({a: p[rows] for a, p in real.probs.items()})

    assert scored(shown) > max(scored(candidates[i : i + SHOWN_OFF]) for i in range(0, 180, SHOWN_OFF))
    left = [i for i in candidates if i not in shown[:3]]
    assert max(left, key=lambda i: scored([*shown[:3], i])) == shown[3]


@pytest.mark.parametrize("fault", ["blur", "copies"])
def test_the_shipped_distances_are_those_of_torchmetrics(fault, halves, real):
    request, step = FAMILY[fault], prepared(FAMILY[fault]).last
    pictures = reduce(sample()[0])
    spoiled = spoiled_pictures(pictures, fault, request.strength, np.random.default_rng(0))
    changed = predict(load_classifier(), spoiled)
    for place in (0, SPLITS - 1):
        metric = FrechetInceptionDistance(Features(256))
        metric.update(torch.tensor(real.features[halves[place][1]]), real=True)
        rows = chosen(fault, request.strength, halves[place], real)
        metric.update(torch.tensor(changed.features[rows]), real=False)
        assert step.faulty[place, METRICS.index("frechet")] == pytest.approx(float(metric.compute()), rel=1e-3)
        probs = {a: p[rows] for a, p in changed.probs.items()}
        assert step.faulty[place, METRICS.index("score")] == pytest.approx(score(probs), rel=1e-3)


def test_what_is_shown_is_the_beginning_of_what_was_judged(halves, real):
    step, pictures = prepared(Fault(fault="copies", strength=0.5)).last, reduce(sample()[0])
    candidates, reference = halves[0]
    assert_array_equal(step.before, pictures[candidates[[0, 66, 132, 199]]])
    assert_array_equal(step.after[:2], pictures[reference[[0, 66]]])
    assert_array_equal(step.after[2:], step.before[2:])
    assert_allclose(step.clean, prepared(Fault()).last.clean, rtol=1e-3)
