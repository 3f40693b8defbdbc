"""Kneser-Ney against nltk's, and against what must hold of any probabilities."""

import numpy as np
import pytest
from nltk.lm import KneserNeyInterpolated

from models.ngrams.kneser_ney import fit
from tests.arrays import assert_allclose, assert_array_equal

RNG = np.random.default_rng(0)
IDS = np.minimum(RNG.geometric(0.3, 900) - 1, 7)
SIZE = 8


@pytest.mark.parametrize("order", [1, 2, 3])
def test_probabilities_equal_nltks(order):
    theirs = KneserNeyInterpolated(order + 1, discount=0.4)
    words = [str(i) for i in IDS]
    ngrams = [tuple(words[i : i + n]) for n in range(1, order + 2) for i in range(len(words) - n + 1)]
    theirs.fit([ngrams], vocabulary_text=words)
    # nltk takes nothing from the counts of single pieces
    ours = fit(IDS, SIZE, order, discounts=[0.0, *[0.4] * order])
    for context in {tuple(IDS[i : i + order]) for i in range(0, 300, 5)}:
        expected = [theirs.score(str(i), [str(c) for c in context]) for i in range(SIZE)]
        assert_allclose(ours.next(context), expected, rtol=1e-12)


def test_an_unseen_context_is_answered_by_the_shorter_ones():
    model = fit([0, 1, 2, 0, 1, 2, 0, 1, 3], 6, 2)
    assert_array_equal(model.next([5, 1]), model.next([1]))
    assert_array_equal(model.next([5, 5]), model.next([]))


@pytest.mark.parametrize("order", range(6))
def test_probabilities_sum_to_one_and_none_is_nothing(order):
    model = fit(IDS, SIZE + 1, order)
    for context in ([], [0], [0, 8], [8, 8, 8], list(IDS[:7])):
        p = model.next(context)
        assert p.sum() == pytest.approx(1, abs=1e-12) and (p > 0).all()


@pytest.mark.parametrize("order", [0, 2, 5])
def test_nats_of_a_text_are_those_of_its_pieces_one_by_one(order):
    model = fit(IDS[:600], SIZE, order)
    text = IDS[600:660]
    expected = [-np.log(model.next(text[:i])[text[i]]) for i in range(order, len(text))]
    assert_allclose(model.nats(text), expected, rtol=1e-12)


def test_the_discount_is_the_share_that_ney_estimated():
    model = fit([0, 1, 0, 1, 0, 2, 0, 3], 4, 1)  # pairs: 01 twice, 10 twice; 02, 20 and 03 once
    assert model.tables[1].discount == pytest.approx(3 / (3 + 2 * 2))


@pytest.mark.parametrize(("ids", "size", "order"), [([1, 2], 5, 2), ([1] * 100, 600, 6)])
def test_what_cannot_be_counted_is_refused(ids, size, order):
    with pytest.raises(ValueError, match="cannot be counted"):
        fit(ids, size, order)
