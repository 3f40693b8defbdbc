import itertools
import subprocess
import sys
import time

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from transformers import (
    MinPLogitsWarper,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from models.engine.errors import InvalidRequest
from models.engine.limits import limits
from models.text import sampling
from models.text.kinds import Write
from tests.arrays import assert_allclose, assert_array_equal

VOCAB_SIZE = 49_152


def warped(logits, temperature, top_k, top_p, min_p) -> np.ndarray:
    """What transformers' own processors make of the logits, in float64 so that the order of sums does not show."""
    scores = torch.tensor(np.asarray(logits, np.float64))[None]
    chain = [TemperatureLogitsWarper(float(temperature))] if temperature != 1 else []
    chain += [TopKLogitsWarper(top_k)] if top_k else []
    chain += [TopPLogitsWarper(float(top_p))] if top_p < 1 else []
    chain += [MinPLogitsWarper(float(min_p))] if min_p > 0 else []
    for warper in chain:
        scores = warper(None, scores)
    return scores.softmax(-1)[0].numpy()


@pytest.fixture(scope="module")
def logits() -> np.ndarray:
    # Heavy-tailed like a language model's: a few likely tokens over a long flat rest, some of them equal.
    logits = np.random.default_rng(7).standard_t(3, VOCAB_SIZE).astype(np.float32) * 2
    logits[1000:1100] = logits[:100]
    return logits


GRID = list(itertools.product([0.05, 0.2, 1.0, 5.0], [0, 1, 5, 1000], [0.0, 0.3, 0.95, 1.0], [0.0, 0.1, 1.0]))


@pytest.mark.parametrize(("temperature", "top_k", "top_p", "min_p"), GRID)
def test_reshaped_logits_equal_transformers_own_warpers(logits, temperature, top_k, top_p, min_p):
    ours = sampling.probs(logits, temperature=temperature, top_k=top_k, top_p=top_p, min_p=min_p)
    assert_allclose(ours, warped(logits, temperature, top_k, top_p, min_p), atol=1e-6)


@settings(deadline=None, max_examples=300)
@given(
    # Whole and half numbers make ties and sums that fall exactly on the limits. Others are rounded: logits nearer to
    # each other than their sum with the highest can tell (0 and 1e-300) are equal to us, not to transformers.
    st.lists(
        st.one_of(st.integers(-4, 4).map(lambda i: i / 2), st.floats(-50, 50).map(lambda x: round(x, 6))),
        min_size=1,
        max_size=40,
    ),
    st.sampled_from([0.05, 0.5, 1.0, 2.0, 5.0]),
    st.integers(0, 45),
    st.one_of(st.sampled_from([0.0, 0.25, 0.5, 0.75, 0.9, 1.0]), st.floats(0, 1)),
    st.one_of(st.sampled_from([0.0, 0.1, 0.5, 1.0]), st.floats(0, 1)),
)
def test_any_logits_keep_a_distribution_that_transformers_could_give(logits, temperature, top_k, top_p, min_p):
    ours = sampling.probs(logits, temperature, top_k, top_p, min_p)
    assert ours.shape == (len(logits),)
    assert np.isfinite(ours).all() and (ours >= 0).all()
    assert_allclose(ours.sum(), 1, atol=1e-12)
    # A sum of probabilities that hits a limit to the last bit may fall on either side of it, here and there.
    nudged = [warped(logits, temperature, top_k, min(1.0, max(0.0, top_p + d)), min_p) for d in (0, -1e-13, 1e-13)]
    nudged += [warped(logits, temperature, top_k, top_p, min(1.0, max(0.0, min_p * (1 + d)))) for d in (-1e-13, 1e-13)]
    # Among equal tokens transformers keeps whichever its unstable sort puts last: compare the sums of equal tokens.
    equal = np.unique(np.round(logits, 9), return_inverse=True)[1]
    differences = [np.bincount(equal, ours) - np.bincount(equal, expected) for expected in nudged]
    assert min(np.abs(d).max() for d in differences) <= 1e-6


def test_of_equal_tokens_at_the_nucleus_limit_as_many_stay_as_in_transformers_lower_ids_first():
    logits = np.tile([0.0, 3.0, 1.0, 1.0], 3)
    for top_p in np.linspace(0, 1, 101):
        kept = sampling.probs(logits, top_p=top_p) > 0
        assert kept.sum() == (warped(logits, 1, 0, top_p, 0) > 0).sum()
        for value in np.unique(logits):
            of_equals = kept[logits == value]
            assert of_equals[: of_equals.sum()].all()
    assert_array_equal(np.flatnonzero(sampling.probs(logits, top_p=0)), [logits.argmax()])


@pytest.mark.parametrize("filters", [{}, {"top_k": 5}, {"top_p": 0.0}, {"min_p": 1.0}])
def test_temperature_zero_puts_everything_on_the_likeliest_token(logits, filters):
    probs = sampling.probs(logits, temperature=0, **filters)
    assert probs[logits.argmax()] == 1 and probs.sum() == 1


def test_a_temperature_near_zero_nears_the_limit(logits):
    assert_allclose(sampling.probs(logits, temperature=1e-300), sampling.probs(logits, temperature=0))


def test_probs_leaves_the_logits_it_was_given_untouched(logits):
    before = logits.copy()
    sampling.probs(logits.astype(np.float64), 0.5, 5, 0.5, 0.1)
    sampling.probs(logits, 0.5, 5, 0.5, 0.1)
    sampling.repetition_penalty(logits, [1, 2], 2.0)
    assert_array_equal(before, logits)


def test_softmax_and_its_logarithm_equal_torchs():
    logits = np.random.default_rng(0).normal(0, 30, (3, 1000))
    assert_allclose(sampling.softmax(logits), torch.tensor(logits).softmax(-1), atol=1e-15)
    assert_allclose(sampling.log_softmax(logits), torch.tensor(logits).log_softmax(-1), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("penalty", [1.0, 1.3, 2.0])
def test_repetition_penalty_equals_transformers_also_for_tokens_seen_twice(logits, penalty):
    ids = [5, 5, 9, 40_000, 0, 1234]
    expected = RepetitionPenaltyLogitsProcessor(penalty)(
        torch.tensor([ids]), torch.tensor(logits.astype(np.float64))[None]
    )
    assert_allclose(sampling.repetition_penalty(logits, ids, penalty), expected[0], rtol=1e-12)


def test_entropy_is_zero_for_a_certain_token_and_full_for_equal_ones():
    assert sampling.entropy_bits([1.0, 0.0, 0.0]) == 0
    assert sampling.entropy_bits(np.full(VOCAB_SIZE, 1 / VOCAB_SIZE)) == pytest.approx(np.log2(VOCAB_SIZE))
    probs = np.random.default_rng(1).dirichlet(np.ones(50))
    assert sampling.entropy_bits(probs) == pytest.approx(stats.entropy(probs, base=2))


def test_draws_follow_the_probabilities(logits):
    probs = sampling.probs(logits, top_k=8)
    counts = np.bincount(sampling.draw(probs, 20_000, seed=3), minlength=VOCAB_SIZE)
    assert counts[probs == 0].sum() == 0
    kept = probs > 0
    assert stats.chisquare(counts[kept], 20_000 * probs[kept]).pvalue > 0.001


def test_the_same_seed_draws_the_same_tokens_and_another_seed_others(logits):
    probs = sampling.probs(logits)
    assert_array_equal(sampling.draw(probs, 100, 1), sampling.draw(probs, 100, 1))
    assert (sampling.draw(probs, 100, 1) != sampling.draw(probs, 100, 2)).any()


def test_a_generator_goes_on_where_it_was():
    probs = np.full(1000, 1 / 1000)
    rng = np.random.default_rng(4)
    one_by_one = [int(sampling.draw(probs, 1, rng)[0]) for _ in range(5)]
    assert one_by_one == sampling.draw(probs, 5, 4).tolist()


def test_draws_never_leave_the_kept_tokens_even_at_the_last_bit():
    class Highest(np.random.Generator):
        def random(self, n):
            return np.full(n, np.nextafter(1.0, 0.0))

    probs = np.zeros(10)
    probs[[2, 5]] = 0.1, 0.9
    assert sampling.draw(probs, 3, Highest(np.random.PCG64(0))).tolist() == [5, 5, 5]


@pytest.mark.parametrize(
    "field",
    [
        {"temperature": -0.1},
        {"temperature": 5.1},
        {"temperature": float("nan")},
        {"temperature": 1e9},
        {"top_k": -1},
        {"top_k": 1001},
        {"top_p": -0.01},
        {"top_p": 1.01},
        {"min_p": float("inf")},
    ],
)
def test_a_reshaping_outside_its_limits_is_refused(field):
    with pytest.raises(InvalidRequest):
        sampling.Reshape(**field)


def test_reshaping_and_writing_share_limits_and_defaults():
    for name, limit in limits(sampling.Reshape).items():
        assert limits(Write)[name] == limit
        assert getattr(Write(), name) == getattr(sampling.Reshape(), name)


def test_a_reshaping_applies_its_own_values(logits):
    reshape = sampling.Reshape(temperature=0.1 + 0.2, top_k=50, top_p=0.9, min_p=0.05)
    assert reshape == sampling.Reshape(temperature=0.3, top_k=50, top_p=0.9, min_p=0.05)
    assert_array_equal(reshape.probs(logits), sampling.probs(logits, 0.3, 50, 0.9, 0.05))


def test_moving_a_slider_costs_less_than_sorting_the_vocabulary_once(logits):
    def milliseconds(work):
        times = []
        for _ in range(15):
            start = time.thread_time()
            work()
            times.append(1000 * (time.thread_time() - start))
        return min(times)

    # About 2 ms against 4: as a ratio, because the machine may be busy.
    all_filters = milliseconds(lambda: sampling.probs(logits, 0.7, 50, 0.9, 0.05))
    assert all_filters < milliseconds(lambda: np.argsort(-logits.astype(np.float64), kind="stable"))


def test_sampling_works_without_torch():
    code = "import sys, models.text.sampling; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "transformers", "streamlit"} & set(loaded)


def test_the_top_of_equal_values_is_the_lower_id_and_all_of_a_short_list_is_its_order():
    assert sampling.top([1.0, 3.0, 3.0, 0.0, 3.0, 2.0], 3).tolist() == [1, 2, 4]
    assert sampling.top([1.0, 3.0, 2.0], 10).tolist() == [1, 2, 0]
    values = np.random.default_rng(0).normal(size=VOCAB_SIZE)
    assert_array_equal(sampling.top(values, 20), np.argsort(-values)[:20])
