"""Precision, recall and every share that the page shows, from the shipped run and independent computations."""

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import precision_score, recall_score

from models.collapse.kinds import CurveGenerations
from models.data_cleaning.heap import KINDS
from models.data_cleaning.kinds import FILTERS, CleanText
from models.prepared import prepared
from pages.basics.intervals import wilson
from pages.chapters.data import charts, curve, effect, filters, numbers, opened, threshold
from pages.chapters.data.filters import Counted
from tests.arrays import assert_allclose, assert_array_equal

MEANT = {
    "length": {"fragment"},
    "language": {"foreign"},
    "junk": {"junk"},
    "copies": {"copy"},
    "near": {"copy", "near"},
}


@pytest.fixture(scope="module")
def trace():
    return prepared(CleanText())


@pytest.fixture(scope="module")
def kinds(trace):
    return np.array([KINDS[kind] for kind in filters.heap(trace).truth])


def test_precision_and_recall_are_those_of_scikit_learn(trace, kinds):
    bad = ~np.isin(kinds, ["story", "unusual"])
    for outcome, step in zip(filters.outcomes(trace), filters.steps(trace), strict=True):
        taken, reached = step.took, step.reached
        assert outcome.precision.k / outcome.precision.n == pytest.approx(precision_score(bad[reached], taken[reached]))
        meant = np.isin(kinds, list(MEANT[outcome.name]))
        assert outcome.recall.k / outcome.recall.n == pytest.approx(recall_score(meant[reached], taken[reached]))
        assert (outcome.reached, outcome.took) == (reached.sum(), taken.sum())
    assert [outcome.name for outcome in filters.outcomes(trace)] == list(FILTERS)


def test_the_lesson_s_numbers_are_counted_document_by_document(trace, kinds):
    values, bins = numbers.of(trace), filters.bins(trace)
    stays = np.array(bins) < 0
    good = np.isin(kinds, ["story", "unusual"])
    assert values["documents"] == 600 and values["left"] == stays.sum()
    assert values["good_lost"] == (good & ~stays).sum() and values["slipped"] == (~good & stays).sum()
    assert values["tokens_left"] == filters.heap(trace).tokens[stays].sum()
    assert values["good"] + values["planted"] == 600
    assert values["junk_wrong"] == (good & (np.array(bins) == FILTERS.index("junk"))).sum()
    counts = np.bincount(np.array(bins) + 1)
    assert counts[1:].tolist() == [outcome.took for outcome in filters.outcomes(trace)]


def test_rates_by_threshold_agree_with_the_filter_at_its_own_threshold(trace):
    precision, recall = threshold.rates(trace)
    [now] = np.flatnonzero(np.isclose(filters.sweep(trace).thresholds, 0.5))
    near = filters.outcomes(trace)[-1]
    assert (precision[now], recall[now]) == (near.precision, near.recall)


def test_dots_and_bars_of_a_chart_are_the_shares_and_their_intervals(trace):
    outcomes = filters.outcomes(trace)
    precision, recall = charts.right(outcomes).data
    for drawn, counted in ((precision, [o.precision for o in outcomes]), (recall, [o.recall for o in outcomes])):
        assert_allclose(drawn.x, [of.k / of.n for of in counted])
        intervals = [stats.binomtest(of.k, of.n).proportion_ci(method="wilson") for of in counted]
        lows = np.array(drawn.x) - np.array(drawn.error_x.arrayminus)
        highs = np.array(drawn.x) + np.array(drawn.error_x.array)
        assert_allclose(lows, [interval.low for interval in intervals], atol=1e-6)
        assert_allclose(highs, [interval.high for interval in intervals], atol=1e-6)


def test_a_filter_that_took_nothing_has_no_dot():
    nothing = filters.Outcome("near", True, 10, 0, Counted(0, 0), Counted(0, 4))
    precision, recall = charts.right([nothing]).data
    assert len(precision.x) == 0 and list(recall.x) == [0] and recall.error_x.array[0] == wilson(0, 4)[1]


def test_examples_show_every_kind_before_a_second_of_any():
    truth = np.array([0, 0, 0, 4, 4, 1])
    assert opened.spread([0, 1, 2, 3, 4, 5], truth) == [0, 3, 5, 1, 4, 2]


def test_the_answer_is_what_the_shipped_trainings_say():
    raw, cleaned = numbers.shipped()
    assert len(raw) == len(cleaned) == 3
    ends = [[numbers.progress(trace)[-1].held_out for trace in traces] for traces in (raw, cleaned)]
    option, values = numbers.answer()
    assert option == ("cleaned" if max(ends[1]) < min(ends[0]) else "raw" if max(ends[0]) < min(ends[1]) else "same")
    assert (values["raw_low"], values["cleaned_high"]) == (min(ends[0]), max(ends[1]))
    assert values["raw_bits"] == pytest.approx(np.mean(ends[0]))
    question = numbers.question()
    assert question["cleaned_characters"] < question["raw_characters"] and question["updates"] == 300
    drawn = charts.learning([("raw", effect.curves(raw)), ("cleaned", effect.curves(cleaned))], values["floor"]).data
    assert [line.y[-1] for line in drawn[:-1]] == ends[0] + ends[1] and set(drawn[-1].y) == {values["floor"]}


@pytest.mark.parametrize("seed", range(100))
def test_exactly_one_option_is_right_whatever_was_measured(seed):
    raw, cleaned = np.random.default_rng(seed).normal([[0.4], [0.42]], 0.02, (2, 3)).tolist()
    wins = {(a > b) - (a < b) for a in raw for b in cleaned}
    assert numbers.better(raw, cleaned) == ({1: "cleaned", -1: "raw"}[wins.pop()] if len(wins) == 1 else "same")


def test_mean_variances_have_the_interval_of_scipy():
    from models.collapse import infer

    steps = list(infer.curves(CurveGenerations(chains=50, generations=3)))
    for name in ("replaced_variance", "accumulated_variance"):
        for (mean, margin), step in zip(curve.mean_variance(steps, name), steps, strict=True):
            values = getattr(step, name)
            assert mean == pytest.approx(values.mean())
            assert margin == pytest.approx(stats.norm.ppf(0.975) * stats.sem(values), rel=1e-6)
    bells = charts.bells(steps[1:])
    drawn = bells.data[1]
    expected = stats.norm.pdf(np.array(drawn.x), steps[1].replaced_mean[0], np.sqrt(steps[1].replaced_variance[0]))
    assert_allclose(drawn.y, expected)
    assert_array_equal(bells.data[0].y, charts.density(np.array(drawn.x)))
