"""Simulations agree with the exact formulas, the formulas with each other, and no word comes out of nothing."""

import math
import random

import numpy as np
import pytest
from scipy import stats

from models.collapse import formulas, infer, words
from models.collapse.kinds import CurveGenerations, TextGenerations
from models.stories import corpus, moby_dick
from tests.arrays import assert_allclose


@pytest.mark.parametrize("points", [5, 20])
def test_the_mean_variance_is_the_expected_one(points):
    """A z-test at the first generations, where the mean of the chains is near normal."""
    steps = list(infer.curves(CurveGenerations(points=points, generations=8, chains=1000, seed=1)))
    for step in steps[1:]:
        for variances, formula in (
            (step.replaced_variance, formulas.replaced_variance),
            (step.accumulated_variance, formulas.accumulated_variance),
        ):
            z = (variances.mean() - formula(points, step.generation)) / stats.sem(variances)
            assert abs(z) < 4


def test_one_generation_loses_one_part_in_n_whatever_the_chain_keeps():
    assert formulas.replaced_variance(10, 1) == formulas.accumulated_variance(10, 1) == pytest.approx(0.9)
    assert formulas.replaced_variance(10, 0) == formulas.accumulated_variance(10, 0) == 1
    assert formulas.replaced_variance(10, 400) < 1e-15
    assert formulas.accumulated_variance(10, 100_000) == pytest.approx(formulas.accumulated_limit(10), rel=1e-5)
    assert formulas.accumulated_limit(4) == pytest.approx(math.sin(math.pi / 2) / (math.pi / 2))


def test_the_expectation_follows_from_the_law_of_total_variance():
    """Of all points kept: E σ²_{k+1} = E σ²_k (1 − 1/(n (k+1)²)), by exact moments of k·n old points and n new ones."""
    n, k = 7, 3
    old = np.random.default_rng(0).normal(size=n * k)
    mean, variance, total = old.mean(), old.var(), n * (k + 1)
    # E[Σx²]/N − E[x̄²], the new points drawn from N(mean, variance):
    squares = ((old**2).sum() + n * (variance + mean**2)) / total
    squared_mean = mean**2 + n * variance / total**2
    assert squares - squared_mean == pytest.approx(variance * (1 - 1 / (n * (k + 1) ** 2)))


def test_a_chain_that_keeps_all_points_is_fitted_to_all_of_them():
    from models.collapse import curve

    drawn, random_ = [], np.random.default_rng(5)

    class Watched:
        def normal(self, mean, spread, size):
            drawn.append(random_.normal(mean, spread, size))
            return drawn[-1]

    fits = list(curve.accumulate(6, 4, 3, Watched()))
    for generation in range(1, 5):
        points = np.concatenate(drawn[:generation])
        assert_allclose(fits[generation].mean, points.mean(0), atol=1e-12)
        assert_allclose(fits[generation].variance, points.var(0), atol=1e-12)


def test_words_that_are_gone_stay_gone_where_texts_are_replaced():
    first = words.first_text(moby_dick.text(), 500)
    texts = list(words.generations(first, 1, 12, False, random.Random(0)))
    for before, after in zip(texts, texts[1:], strict=False):
        assert len(after) == 500 and set(after) <= set(before)
    pairs = {*zip(first, first[1:], strict=False), (first[-1], first[0])}
    assert set(zip(texts[1], texts[1][1:], strict=False)) <= pairs
    kept = list(words.generations(first, 1, 12, True, random.Random(0)))
    assert any(not set(after) <= set(before) for before, after in zip(kept, kept[1:], strict=False))


def test_without_looking_back_the_words_left_are_as_many_as_expected():
    """Words drawn one by one: a word of share p is missed by all n draws with probability (1 − p)^n."""
    first = words.first_text(corpus.text("en", 20_000, 0), 1000)
    counts = np.array([first.count(word) for word in set(first)])
    missed = (1 - counts / 1000) ** 1000
    left = [len(set(list(words.generations(first, 0, 1, False, random.Random(seed)))[1])) for seed in range(40)]
    assert abs(np.mean(left) - (1 - missed).sum()) < 4 * stats.sem(left)


@pytest.mark.parametrize("source", ["moby-dick", "stories"])
def test_a_step_counts_the_different_words_of_its_texts(source):
    request = TextGenerations(source=source, words=400, generations=6, seed=2)
    text = moby_dick.text() if source == "moby-dick" else corpus.text("en", 12 * 400, 2)
    first = text.split()[:400]
    steps = list(infer.texts(request))
    replaced = list(words.generations(first, 1, 6, False, random.Random(4)))
    kept = list(words.generations(first, 1, 6, True, random.Random(5)))
    assert [step.replaced_types for step in steps] == [len(set(text)) for text in replaced]
    assert [step.accumulated_types for step in steps] == [len(set(text)) for text in kept]
    assert steps[3].replaced == " ".join(replaced[3][:60]) and steps[0].accumulated == " ".join(first[:60])


def test_variety_goes_where_texts_are_replaced_and_mostly_stays_where_they_are_kept():
    steps = list(infer.texts(TextGenerations()))
    assert steps[-1].replaced_types < steps[0].replaced_types / 5
    assert steps[-1].accumulated_types > steps[0].accumulated_types / 2
