import numpy as np
import pytest

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.avatars.dataset import reduce, sample
from models.classifier.metrics import frechet, inception_style_score, precision_recall
from models.classifier.net import load_classifier, probabilities, read
from models.classifier.predictions import BEST_SCORE, measures, predict, score, seen
from tests.arrays import assert_allclose, assert_array_equal


@pytest.fixture(scope="module")
def real():
    return predict(load_classifier(), reduce(sample()[0]))


def test_one_pass_gives_what_reading_and_probabilities_give(real):
    classifier, pictures = load_classifier(), sample()[0][:5]
    features, rows = read(classifier, pictures)
    assert_allclose(real.features[:5], features, atol=1e-4)
    assert_array_equal(real.rows[:5], rows)
    for a, probs in probabilities(classifier, pictures).items():
        assert_allclose(real.probs[a][:5], probs, atol=1e-5)


def test_the_inception_style_score_is_a_plain_loop_over_pictures_and_values():
    rng = np.random.default_rng(0)
    probs = rng.dirichlet(np.ones(5), 30)
    mean = [sum(row[j] for row in probs) / 30 for j in range(5)]
    divergence = 0.0
    for row in probs:
        for j in range(5):
            divergence += row[j] * np.log(row[j] / mean[j]) / 30
    assert inception_style_score(probs) == pytest.approx(np.exp(divergence), rel=1e-9)


def test_the_score_is_one_for_equal_pictures_and_the_number_of_values_for_clear_and_varied_ones():
    alike = {a: np.tile([1.0] + [0.0] * (len(NAMES[a]) - 1), (20, 1)) for a in ATTRIBUTES}
    varied = {a: np.eye(len(NAMES[a])) for a in ATTRIBUTES}
    assert score(alike) == pytest.approx(1)
    assert score(varied) == pytest.approx(BEST_SCORE, rel=1e-6)
    assert score({"top": np.eye(15)}) == pytest.approx(15, rel=1e-6)


def test_measures_are_the_metrics_on_the_judges_features(real):
    fake, others = real[:100], real[200:]
    found = measures(fake, others)
    assert found["frechet"] == round(frechet(fake.features, others.features), 1)
    precision, recall = precision_recall(others.features, fake.features)
    assert (found["precision"], found["recall"]) == (round(precision, 3), round(recall, 3))
    assert found["confidence"] == pytest.approx(np.mean([fake.probs[a].max(1) for a in ATTRIBUTES]), abs=1e-4)
    assert found["hair_styles"] == len(set(fake.rows[:, ATTRIBUTES.index("top")]))


def test_every_picture_is_counted_at_one_value(real):
    counts = seen(real.rows, "background")
    assert list(counts) == list(NAMES["background"]) and sum(counts.values()) == 400
    assert counts["navy"] == (real.rows[:, ATTRIBUTES.index("background")] == NAMES["background"].index("navy")).sum()
