"""The numbers that Control draws and names, computed again by other means; sentences with and without the effect."""

from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from models.control.kinds import (
    LION,
    SUN,
    EffectStep,
    HarmStep,
    HeadMap,
    HeadTest,
    Hide,
    HideStep,
    PairStep,
    Patch,
    SeenStep,
    Steer,
    SteeredStep,
    SteerMap,
    first_difference,
)
from models.prepared import prepared
from pages.basics.intervals import margin
from pages.chapters.control import charts, heads, hiding, measured, patching, steer_map, steering, steering_cells
from pages.chapters.control.steering_cells import Cell
from tests.arrays import assert_allclose

OPTIONS = {"stays", "falls", "loses"}


def patched():
    return measured.patched(prepared(Patch()).steps, first_difference(Patch()))


def test_the_share_restored_is_between_the_corrupt_and_the_clean_run():
    pair, *steps = prepared(Patch()).steps
    clean, corrupt = pair.differences.astype(float)
    given = patched()
    for depth in (0, 17, 30):
        expected = [np.interp(d, sorted((corrupt, clean)), (0, 1), left=nan) for d in steps[depth].differences]
        inside = ~np.isnan(expected) & (steps[depth].differences < clean)
        assert_allclose(given.restored[depth][inside], np.array(expected)[inside], atol=1e-6)
    assert (given.leaves, given.arrives) == (23, 24), "layers 22 and 23"
    assert given.restored[23, 0] >= 0.5 > given.restored[24, 0]
    assert given.restored[24, -1] >= 0.5 > given.restored[23, -1]


def test_a_run_that_was_stopped_has_no_numbers_where_it_did_not_get():
    steps = prepared(Patch()).steps[:5]
    given = measured.patched(steps, first_difference(Patch()))
    assert np.isnan(given.restored[4:]).all() and not np.isnan(given.restored[:4]).any()


def restored(rows):
    pair = patched().pair
    return measured.Patched(pair, np.array(rows, float), 9)


def test_the_sentence_on_patching_changes_with_the_figure():
    whole = patching.summary(patched()).replace("\\", "")
    assert "up to layer 22" in whole and "from layer 23 on" in whole and "In between the answer moves" in whole
    both = patching.summary(restored([[1, 0, 0, 0, 0], [1, 0, 0, 0, 1], [0, 0, 0, 0, 1]]))
    assert "both hold" in both
    several = patching.summary(restored([[0.2, 0, 0.7, 0, 0], [0.2, 0, 0, 0, 0.9], [0, 0, 0, 0, 1]]))
    assert "Several tokens differ" in several and "70" in several
    last = measured.Patched(patched().pair, np.ones((3, 1)), 13)
    assert "Only the last token" in patching.summary(last)


def test_the_map_of_heads_is_named_by_its_lowest_cell():
    pair, change = measured.heads_change(prepared(HeadMap()).steps)
    assert np.unravel_index(change.argmin(), change.shape) == (23, 3)
    text = heads.summary(change, 5.9, "Mary", "John").replace("\\", "")
    assert "23.3" in text and f"{5.9 + change.min():.2f}" in text
    assert text.startswith("No single head") == (change.min() >= 2 * np.sort(change.ravel())[1])
    alone = np.zeros((30, 9))
    alone[4, 2] = -3
    assert heads.summary(alone, 5.9, "Mary", "John").startswith("One head stands out")
    alone[4, 3] = -2
    assert heads.summary(alone, 5.9, "Mary", "John").startswith("No single head")


def test_means_and_intervals_of_the_test_of_a_head_are_those_of_scipy():
    steps = prepared(HeadTest()).steps
    rows = measured.tested(steps)
    for step, row in zip(steps, rows, strict=True):
        values = step.differences.astype(float)
        low, high = stats.t.interval(0.95, len(values) - 1, values.mean(), stats.sem(values))
        assert (row.mean - row.margin, row.mean + row.margin) == pytest.approx((low, high), abs=0.01)
        if row.layer >= 0:
            paired = stats.ttest_rel(steps[0].differences.astype(float), values).confidence_interval(0.95)
            assert (row.loss - row.loss_margin, row.loss + row.loss_margin) == pytest.approx(tuple(paired), abs=0.01)
        assert row.right == sum(values > 0) and row.count == 32


@pytest.mark.parametrize("n", [5, 10, 32])
def test_the_margin_of_a_mean_is_student_s(n):
    values = np.random.default_rng(n).standard_normal(n)
    assert margin(values) == pytest.approx(stats.t.ppf(0.975, n - 1) * stats.sem(values), rel=0.004)


def row_of(layer=1, head=1, loss=0.0, loss_margin=0.1):
    return measured.Tested(layer, head, 4.0 - loss, 0.5, loss, loss_margin, 30, 32)


@pytest.mark.parametrize(
    ("loss", "others", "sentence"),
    [
        (3.0, 0.1, "more than the two others"),
        (0.5, 1.0, "another head does as much"),
        (0.05, 0.01, "includes 0"),
        (-1.0, 0.01, "works against"),
    ],
)
def test_what_is_told_of_a_head_changes_with_its_loss(loss, others, sentence):
    rows = [row_of(-1, -1), row_of(2, 1, loss), row_of(3, 1, others), row_of(4, 1, 0.0)]
    assert sentence in heads.judged(rows)


def test_of_the_shipped_head_the_sentence_tells_that_it_is_used():
    assert "more than the two others" in heads.judged(measured.tested(prepared(HeadTest()).steps))


@pytest.mark.parametrize("prompt", [Hide().prompt, SUN, LION])
def test_what_hiding_costs_and_the_rank_correlation_are_those_of_numpy_and_scipy(prompt):
    steps = prepared(Hide(prompt=prompt)).steps
    given, seen = measured.hidden(steps), steps[0]
    for step in steps[1:]:
        assert given.cost[step.position] == pytest.approx(seen.logprob - step.logprob)
        assert given.prob_without(step.position) == pytest.approx(np.exp(step.logprob))
        assert given.tops[step.position] == step.top
    assert_allclose(given.attention, np.mean(seen.attention.astype(float), axis=0)[:-1])
    expected = stats.spearmanr(given.cost[1:], given.attention[1:]).statistic
    assert measured.rank_correlation(given.cost[1:], given.attention[1:]) == pytest.approx(expected)
    assert given.needed == max(range(1, len(given.cost)), key=lambda i: given.cost[i])


def test_the_rank_correlation_of_ties_is_scipy_s_and_its_interval_is_fisher_s():
    a, b = np.array([1, 1, 2, 3, 3, 0.5]), np.array([2, 1, 1, 4, 0, 0])
    assert measured.rank_correlation(a, b) == pytest.approx(stats.spearmanr(a, b).statistic)
    assert np.isnan(measured.rank_correlation(np.ones(4), np.arange(4)))
    low, high = measured.correlation_interval(0.4, 12)
    half = stats.norm.ppf(0.975) * ((1 + 0.4**2 / 2) / 9) ** 0.5
    assert (low, high) == pytest.approx((np.tanh(np.arctanh(0.4) - half), np.tanh(np.arctanh(0.4) + half)))


def hidden(cost, attention, tops=None):
    n = len(cost)
    tops = np.array(tops or [7] * n)
    return measured.Hidden(np.arange(n + 1) + 300, 7, -0.1, np.array(cost, float), np.array(attention, float), tops)


def test_exactly_one_option_is_right_whatever_hiding_does():
    attention = [0.5, 0.3, 0.1, 0.1]
    assert hiding.option(hidden([0, 0.01, 3, 0], attention)) == "stays"
    assert hiding.option(hidden([0, 0.8, 3, 0], attention)) == "falls"
    assert hiding.option(hidden([0, 0.8, 3, 0], attention, [7, 9, 7, 7])) == "loses"
    for prompt in (Hide().prompt, SUN, LION):
        given = measured.hidden(prepared(Hide(prompt=prompt)).steps)
        option, told = hiding.answer(prepared(Hide(prompt=prompt)))
        then = given.logprob - given.cost[given.attended]
        keeps = given.tops[given.attended] == given.answer
        expected = "loses" if not keeps else "stays" if then >= given.logprob - np.log(2) else "falls"
        assert option == expected in OPTIONS and told["needed"] == hiding.pieces(given)[given.needed]


@settings(max_examples=300)
@given(st.lists(st.tuples(st.floats(-2, 5), st.floats(0.01, 1), st.sampled_from([7, 7, 9])), min_size=2, max_size=9))
def test_exactly_one_option_is_right_for_any_costs_and_attentions(places):
    costs, attention, tops = zip(*places, strict=True)
    first = range(len(places), 0, -1)  # of equal ones
    cost, top = max(list(zip(attention, first, costs, tops, strict=True))[1:])[2:]
    halved = np.exp(-0.1 - cost) < np.exp(-0.1) / 2
    told = {"stays": top == 7 and not halved, "falls": top == 7 and halved, "loses": top != 7}
    assert [name for name, right in told.items() if right] == [hiding.option(hidden(costs, attention, tops))]


def test_the_sentence_on_hiding_changes_with_the_figure():
    apart = hiding.summary(hidden([0, 0.01, 3, 0.2, 0.1, 0.3], [0.5, 0.3, 0.01, 0.1, 0.05, 0.02]))
    assert "But the last token" in apart and "no connection" in apart
    same = hiding.summary(hidden([0, 3, 0.2, 0.1, 0.05, 0.01, 0.005], [0.3, 0.3, 0.2, 0.1, 0.05, 0.01, 0.005]))
    assert "very same word" in same and "excludes 0" in same
    none = hiding.summary(hidden([0, -0.1, -0.2], [0.5, 0.2, 0.1]))
    assert "loses nothing" in none and "So few words" in none


def test_effect_harm_and_their_intervals_are_recomputed_from_the_steps():
    steps = prepared(Steer()).steps
    rows = measured.steered(steps)
    odds = np.array([s.odds for s in steps if isinstance(s, EffectStep)], float)
    losses = np.array([s.losses for s in steps if isinstance(s, HarmStep)], float)
    for i, row in enumerate(rows):
        assert row.perplexity == pytest.approx(np.exp(losses[:, i].sum() / 5))
        assert row.harm == pytest.approx(row.perplexity / rows[0].perplexity)
        if i:
            low, high = stats.ttest_rel(odds[:, i], odds[:, 0]).confidence_interval(0.95)
            assert (row.effect - row.effect_margin, row.effect + row.effect_margin) == pytest.approx(
                (low, high), abs=0.01
            )
            low, high = stats.ttest_rel(losses[:, i], losses[:, 0]).confidence_interval(0.95)
            assert row.harm_interval == pytest.approx((np.exp(low), np.exp(high)), rel=0.005)
        assert row.text == [int(s.token_ids[i]) for s in steps if isinstance(s, SteeredStep)]
    none, vector, opposite, random = rows
    assert vector.effect > 3 and opposite.effect < -3 and abs(random.effect) < 1, "as the lesson tells"


def row(effect=0.0, margin=0.5, harm=1.0, interval=(0.9, 1.1)):
    return measured.Steered("x", effect, margin, 30.0 * harm, harm, interval, [])


@pytest.mark.parametrize(
    ("vector", "random", "sentence"),
    [
        (row(5), row(0.2), "**works**"),
        (row(1), row(2), "no better than a random push"),
        (row(0.2), row(0), "No effect is shown"),
        (row(-3), row(0), "the wrong way"),
        (row(5, harm=2, interval=(1.5, 2.5)), row(0), "It has a price"),
        (row(5), row(0), "No harm is shown"),
    ],
)
def test_the_sentence_on_steering_changes_with_effect_and_harm(vector, random, sentence):
    assert sentence in steering.summary([row(), vector, row(-5), random])


def test_every_step_of_the_shipped_runs_is_what_it_should_be():
    assert isinstance(prepared(Patch()).steps[0], PairStep) and len(prepared(Patch()).steps) == 32
    assert isinstance(prepared(Hide()).steps[0], SeenStep)
    assert all(isinstance(step, HideStep) for step in prepared(Hide()).steps[1:])


def test_the_map_of_steering_is_means_of_prompts_and_sentences():
    base, *rows = prepared(SteerMap()).steps
    given = steering_cells.cells([base, *rows])
    assert [(c.layer, c.strength) for c in given] == [(row.layer, row.strength) for row in rows]
    row, cell = rows[22], given[22]
    shift = row.odds.astype(float) - base.odds.astype(float)[:, None]
    low, high = stats.t.interval(0.95, len(shift) - 1, shift[:, 0].mean(), stats.sem(shift[:, 0]))
    assert_allclose([cell.effect - cell.effect_margin, cell.effect + cell.effect_margin], [low, high], rtol=5e-3)
    assert cell.random == pytest.approx(shift[:, 1].mean())
    losses = row.losses.astype(float).mean(0) - base.losses.astype(float).mean()
    assert_allclose([cell.harm, cell.random_harm], np.exp(losses), rtol=1e-5)
    assert cell.works == (low > max(0, abs(cell.random)))
    drawn = charts.steer_map(given)
    assert_allclose(np.ravel(drawn.data[0].z), [c.effect for c in given])
    assert_allclose(np.exp(np.ravel(drawn.data[1].z)), [c.harm for c in given])
    assert [text == "×" for text in np.ravel(drawn.data[0].text)] == [not c.works for c in given]


def test_the_sentence_about_the_map_follows_its_cells():
    def cell(strength, effect, harm, random=0.1):
        return Cell(3, strength, effect, 0.5, random, harm, 1.0)

    told = steer_map.summary([cell(0.1, 1.0, 1.2), cell(0.4, 3.0, 1.4), cell(0.8, 9.0, 7.0)]).replace("\\", "")
    assert "3 of 3" in told and "strength 0.4**, +3.0 nats at 1.40" in told and "goes up to 7 times" in told
    told = steer_map.summary([cell(0.1, 0.2, 1.2), cell(0.8, 9.0, 7.0)]).replace("\\", "")
    assert "1 of 2" in told and "Everywhere it works" in told
    told = steer_map.summary([cell(0.8, 2.0, 1.1, random=-3.0)]).replace("\\", "")
    assert "0 of 1" in told and "Most effect" not in told and "Everywhere" not in told
