"""Kinds of heads, against plain loops over the definition."""

import numpy as np
import pytest

from models.text import heads
from tests.arrays import assert_allclose


@pytest.fixture
def attentions():
    shares = np.tril(np.random.default_rng(0).random((2, 3, 7, 7)))
    return shares / shares.sum(-1, keepdims=True)


def test_previous_and_first_token_scores_are_the_mean_shares_there(attentions):
    for layer in range(2):
        for head in range(3):
            a = attentions[layer, head]
            assert_allclose(
                heads.previous_token(attentions)[layer, head], np.mean([a[i][i - 1] for i in range(2, 7)]), rtol=1e-6
            )
            assert_allclose(
                heads.first_token(attentions)[layer, head], np.mean([a[i][0] for i in range(2, 7)]), rtol=1e-6
            )


def test_induction_score_follows_repeats(attentions):
    ids = np.array([5, 6, 7, 5, 6, 7, 8])
    expected = (attentions[:, :, 3, 1] + attentions[:, :, 4, 2] + attentions[:, :, 5, 3]) / 3
    assert_allclose(heads.induction(attentions, ids), expected, rtol=1e-6)


def test_a_perfect_induction_head_scores_one():
    perfect = np.eye(6)
    for i, j in ((3, 1), (4, 2), (5, 3)):
        perfect[i] = np.eye(6)[j]
    assert heads.induction(perfect[None, None], np.array([1, 2, 3, 1, 2, 3]))[0, 0] == 1


def test_what_cannot_be_measured_is_nan(attentions):
    assert np.isnan(heads.induction(attentions, np.arange(7))).all()
    assert np.isnan(heads.previous_token(attentions[..., :2, :2])).all()
