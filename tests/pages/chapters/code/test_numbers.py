"""The numbers that Code draws and names, computed again by other means; sentences with and without the effect."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from models.code.kinds import FACTORIAL
from models.code.measured import SAMPLES, measured
from models.prepared import prepared
from models.text import tokenizer
from pages.chapters.code import again, charts, grammar, line_break, numbers, often, tries
from pages.chapters.code.often import Count, Pass
from tests.arrays import assert_allclose

ROWS = measured()


def plain(text):
    return text.replace("\\", "").replace("\u2068", "").replace("\u2069", "")


@settings(max_examples=300)
@given(st.integers(1, 200), st.data())
def test_exactly_one_option_is_right_for_whatever_was_measured(n, data):
    right = data.draw(st.integers(0, n))
    told = {"most": right / n >= 0.8, "few": right / n <= 0.3, "half": 0.3 < right / n < 0.8}
    assert [name for name, holds in told.items() if holds] == [numbers.option(right, n)]


def test_the_prediction_counts_the_greedy_tries_that_passed_their_checks():
    key, values = numbers.answer()
    right = sum(row.tries["free"][0].verdict == "right" for row in ROWS)
    assert (values["right"], values["n"], key) == (right, len(ROWS), numbers.option(right, len(ROWS)))
    interval = stats.binomtest(right, len(ROWS)).proportion_ci(method="wilson")
    assert (values["low"], values["high"]) == pytest.approx((interval.low, interval.high), abs=1e-5)


@pytest.mark.parametrize("variant", ["free", "grammar"])
def test_pass_at_k_is_what_drawing_k_tries_gives(variant):
    """By drawing, 4,000 times for each task; and its interval is scipy's bootstrap, up to chance."""
    rng, curve = np.random.default_rng(1), often.curve(variant)
    right = np.array([[one.right for one in row.drawn(variant)] for row in ROWS])
    for k in (1, 3, SAMPLES):
        sets = np.array([rng.permutation(SAMPLES)[:k] for _ in range(4000)])
        simulated = right[:, sets].any(2).mean(1)
        assert curve[k - 1].value == pytest.approx(simulated.mean(), abs=0.01)
        exact = np.array([1 - stats.hypergeom(SAMPLES, int(row.sum()), k).pmf(0) for row in right])
        assert curve[k - 1].value == pytest.approx(exact.mean())
        interval = stats.bootstrap((exact,), np.mean, method="percentile", rng=0).confidence_interval
        assert (curve[k - 1].low, curve[k - 1].high) == pytest.approx(
            (interval.low, interval.high), abs=0.05
        )  # a task is 0.04


def test_the_figures_hold_the_counts():
    free = often.curve("free")
    figure = charts.again(free, often.curve("grammar"), 0.5)
    assert_allclose(figure.data[0].y, [point.value for point in free])
    every = charts.all_tasks([(row.task.name, row.tries["free"]) for row in ROWS])
    drawn = {trace.name: len(trace.x) for trace in every.data}
    assert sum(drawn.values()) == len(ROWS) * (SAMPLES + 1)
    assert drawn["✓ right"] == sum(one.right for row in ROWS for one in row.tries["free"])
    bars = charts.under_grammar([("a", Count(3, 4, 0.5, 0.9), Count(1, 4, 0.1, 0.5))])
    assert [bar.y[0] for bar in bars.data] == [0.75, 0.25]
    assert often.readable("hot").k == sum(one.verdict != "unreadable" for row in ROWS for one in row.tries["hot"][1:])


def test_under_the_grammar_all_that_was_measured_can_be_read():
    for variant in ("grammar", "hot_grammar"):
        assert often.readable(variant).share == 1


def test_the_sentences_follow_what_was_measured():
    rising, level = ([Pass(1, 0.5, 0.4, 0.6), Pass(9, most, low, 1)] for most, low in ((0.8, 0.7), (0.55, 0.4)))
    assert "the checks pick" in again.summary(rising) and "no clear difference" in again.summary(level)
    assert "nothing of what you want" in grammar.summary(
        Count(1, 4, 0.1, 0.5), Count(4, 4, 1, 1), Count(1, 4, 0.1, 0.5)
    )
    assert "nothing of what you want" not in grammar.summary(
        Count(1, 4, 0.1, 0.5), Count(4, 4, 1, 1), Count(4, 4, 1, 1)
    )
    before, after = ([row.greedy(variant) for row in ROWS] for variant in ("free", "line"))
    said = plain(line_break.summary(before, after))
    assert f"{sum(one.verdict == 'empty' for one in after)} of {len(ROWS)}" in said


def test_the_lesson_s_numbers_are_those_of_the_run():
    trace = prepared(FACTORIAL)
    given_ = numbers.of(trace)
    texts = tries.sources(trace)
    assert given_["n"] == len(texts) == FACTORIAL.samples + 1 and given_["different"] == len(set(texts))
    assert given_["tokens"] == sum(len(step.output_ids) for step in trace.steps)
    cut = [tokenizer.visible(i) for i in tokenizer.encode('."""\n    return')]
    assert "↵␣␣␣" in cut, "the sentence on the tokenizer"
