"""Intervals, correlations and tests equal scipy's and scikit-learn's on the same numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from models.avatars.attributes import ATTRIBUTES, NAMES, labels
from models.avatars.dataset import people
from models.bias import evaluate
from models.bias.lists import occupations
from models.bias.measured import measured
from models.gan.kinds import GanReadings
from models.prepared import prepared
from pages.chapters.bias import audit, numbers, pictures, statistics, weak, wording
from pages.chapters.bias.statistics import Estimate
from tests.arrays import assert_allclose, assert_array_equal

SHARES = np.array([o.women for o in occupations()])
GAPS = audit.difference(measured().occupations)


def bootstrap(values, statistic, **more):
    result = stats.bootstrap(
        values, statistic, n_resamples=statistics.RESAMPLES, method="percentile", rng=np.random.default_rng(0), **more
    )
    return result.confidence_interval


def test_a_mean_has_the_interval_of_scipys_bootstrap_with_the_same_resamples():
    estimate, ends = statistics.mean(GAPS[0]), bootstrap((GAPS[0],), np.mean)
    assert estimate.value == pytest.approx(GAPS[0].mean())
    assert_allclose((estimate.low, estimate.high), (ends.low, ends.high), rtol=1e-9)


def test_the_correlation_and_its_interval_are_scipys():
    means = GAPS.mean(1)
    r = audit.against_shares(audit.of_occupations())
    ends = bootstrap(
        (SHARES, means), lambda x, y, axis: stats.pearsonr(x, y, axis=axis).statistic, paired=True, vectorized=True
    )
    assert r.value == pytest.approx(stats.pearsonr(SHARES, means).statistic)
    assert_allclose((r.low, r.high), (ends.low, ends.high), rtol=1e-9)
    assert r.sign == -1 and statistics.correlation(SHARES, np.resize([1.0, -1.0, 0.3], 52)).sign == 0


def test_chi_square_is_scipys_and_its_simulated_p_near_the_asymptotic_one():
    shares = np.array([0.5, 0.3, 0.2])
    for counts in (np.array([160, 85, 55]), np.array([200, 60, 40]), np.array([150, 90, 60])):
        test = stats.chisquare(counts, counts.sum() * shares)
        assert statistics.chi_square(counts, shares) == pytest.approx(test.statistic)
        assert statistics.departure(counts, shares) == pytest.approx(test.pvalue, abs=0.03)


def test_a_permutation_test_is_near_scipys():
    rng = np.random.default_rng(3)
    first, second = rng.normal(0, 1, (15, 2)) + [0.9, 0], rng.normal(0, 1, (15, 2))
    theirs = stats.permutation_test(
        (first, second), lambda a, b, axis: a.mean(axis) - b.mean(axis), n_resamples=4000, axis=0, rng=rng
    )
    assert_allclose(statistics.permutation(first, second), theirs.pvalue, atol=0.03)


def test_flips_are_pairs_of_sentences_that_disagree():
    values = np.array([[1.0, -1.0, 2.0], [1.0, 1.0, 1.0]])
    assert statistics.flips(values) == (2, 6)
    signs = GAPS > 0
    pairs = [row[i] != row[j] for row in signs for i in range(20) for j in range(i)]
    assert statistics.flips(GAPS) == (sum(pairs), len(pairs))


def test_the_slope_of_the_markets_own_odds_is_minus_one():
    shares = SHARES / 100
    assert statistics.slope(shares, -np.log(shares / (1 - shares))) == pytest.approx(-1)


def test_every_sentences_correlation_is_scipys():
    expected = [stats.pearsonr(column, SHARES).statistic for column in GAPS.T]
    assert_allclose(wording.single(GAPS), expected, rtol=1e-9)


def test_every_option_of_the_prediction_is_right_for_some_base_rate_and_one_for_ours():
    options = {numbers.option(Estimate(0, low, high)) for low, high in ((0.1, 1), (-1, -0.1), (-0.1, 0.1))}
    assert options == {"he", "she", "neither"}
    key, values = numbers.answer()
    assert key == "she" and values["base"] == pytest.approx(audit.difference(measured().neutral).mean())


@settings(max_examples=300)
@given(st.floats(-5, 5), st.floats(0, 5))
def test_exactly_one_option_is_right_for_any_interval(low, width):
    high = low + width
    told = {"he": low > 0, "she": high < 0, "neither": low <= 0 <= high}
    assert [name for name, right in told.items() if right] == [numbers.option(Estimate(low, low, high))]


def test_what_went_into_the_generators_is_counted_in_their_training_set():
    """All 24,000 people would take ten seconds: the first 500 are counted by hand, and the shipped shares agree."""
    shown, counted = labels(people("train", count=500)), evaluate.training(500)
    for i, attribute in enumerate(ATTRIBUTES):
        counts = [int((shown[:, i] == value).sum()) for value in range(len(NAMES[attribute]))]
        assert_array_equal(counted[i], counts)
        assert statistics.departure(np.array(counts), pictures.trained()[i], rounds=500) > 0.002
    assert {int(measured().training[ATTRIBUTES.index(a)].sum()) for a in ("skin", "top", "beard")} == {24_000}


def test_what_comes_out_is_counted_as_numpy_counts_it():
    rows = pictures.rows_of(prepared(GanReadings()))
    assert rows.shape == (300, 12)
    for counted in pictures.of_rows(rows, pictures.trained()):
        i = ATTRIBUTES.index(counted.attribute)
        visible = np.array([r[i] for r, s in zip(rows, labels(rows), strict=True) if s[i] >= 0])
        values, counts = np.unique(visible, return_counts=True)
        assert_array_equal(counted.counts[values], counts)
        assert counted.counts.sum() == len(visible) and counted.shares.sum() == pytest.approx(1)


def test_weak_tables_are_those_of_plain_means():
    differences, p = weak.traits()
    by_name = measured().names.mean(1)
    assert_allclose(differences, by_name[:15].mean(0) - by_name[15:].mean(0), rtol=1e-12)
    assert len(p) == 16 and (p > 0).all()
    men, shift = weak.scenes()
    assert men.shape == (20, 2) and shift.mean() == pytest.approx(-np.diff(measured().scenes, axis=2).mean())
