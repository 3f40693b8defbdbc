"""The numbers that Evaluation names are those of the runs, computed again by other means; one option is right."""

import numpy as np
import pytest
import torch
from scipy.stats import linregress

from models.classifier.kinds import FAULTS, HIGHER_IS_BETTER, METRICS, Fault
from models.engine.limits import limits
from models.gan.kinds import GanDistance
from models.ngrams import kneser_ney
from models.prepared import prepared
from models.stories import moby_dick
from models.text import tokenizer
from models.text.kinds import REPEATS, SENTENCE, TESTS, Score, repeated
from models.text.questions import questions
from models.tokens.infer import count_bytes
from models.tokens.kinds import CountBytes
from pages.chapters.evaluation import charts, distance, distance_numbers, grid, numbers, pairs, perplexity, verdicts
from pages.chapters.evaluation.tests_numbers import PUBLISHED, published, result
from pages.chapters.evaluation.verdicts import FOOLED, MISSES, NOTICES, Verdict
from tests.arrays import assert_allclose


@pytest.fixture(scope="module")
def counted():
    return next(count_bytes(None, CountBytes()))


@pytest.mark.parametrize("request_", FAULTS, ids=lambda request: f"{request.fault} {request.strength}")
def test_a_verdict_is_where_the_median_lies(request_):
    step, values = prepared(request_).last, numbers.of(prepared(request_))
    for i, (metric, up) in enumerate(zip(METRICS, HIGHER_IS_BETTER, strict=True)):
        clean, faulty = step.clean[:, i], step.faulty[:, i]
        middle = np.sort(faulty)[9:11].mean()
        assert values[metric] == pytest.approx(middle)
        assert values[f"{metric}_real"] == pytest.approx(np.sort(clean)[9:11].mean())
        sign = 1 if up else -1
        worse, better = sign * middle < min(sign * clean), sign * middle > max(sign * clean)
        expected = NOTICES if worse else FOOLED if better else MISSES
        assert verdicts.verdicts(prepared(request_))[i].word == expected
    assert values[NOTICES] + values[MISSES] + values[FOOLED] == len(METRICS)


def test_every_metric_notices_a_fault_and_most_are_won_by_a_cheat():
    """What the lesson says of the table, of the shipped runs."""
    given = {(r.fault, r.strength): {v.metric: v for v in verdicts.verdicts(prepared(r))} for r in FAULTS}
    for metric in METRICS:
        assert any(row[metric].word == NOTICES for row in given.values())
    assert given["blur", 0.25]["precision"].word == FOOLED
    assert given["one_face", 1.0]["precision"].middle == 1
    assert given["showcase", 1.0]["score"].word == FOOLED
    assert given["copies", 0.5]["frechet"].word == given["copies", 0.5]["kernel"].word == FOOLED
    assert given["copies", 0.5]["memorisation"].word == NOTICES
    assert given["copies", 0.1]["memorisation"].word == FOOLED


def test_the_answer_to_the_prediction_is_what_the_shipped_run_measured():
    option, told = numbers.answer()
    step = prepared(Fault(fault="copies", strength=0.5)).last
    clean, copied = step.clean[:, 0], np.median(step.faulty[:, 0])
    right = {"worse": copied > clean.max(), "better": copied < clean.min()}
    right["same"] = not any(right.values())
    assert [name for name, holds in right.items() if holds] == [option]
    assert told["copied"] == pytest.approx(copied)


@pytest.mark.parametrize("middle", [-3.0, 0.0, 0.5, 1.0, 7.0])
def test_exactly_one_option_is_right_for_whatever_a_run_gives(middle):
    verdict = Verdict("frechet", np.array([0.0, 1.0]), np.array([middle, middle]))
    expected = "worse" if middle > 1 else "better" if middle < 0 else "same"
    assert numbers.option(verdict) == expected


def test_the_line_in_one_over_n_is_that_of_scipy_and_the_margin_that_of_the_mean():
    trace = prepared(GanDistance())
    for line, name in zip(distance_numbers.made_and_real(trace), ("made", "real"), strict=True):
        means = [getattr(step, name).mean() for step in trace.steps]
        theirs = linregress([1 / 200, 1 / 500, 1 / 1000], means[2:])
        assert_allclose([line.slope, line.intercept], [theirs.slope, theirs.intercept], rtol=1e-6, atol=1e-6)
        assert_allclose(line.means, means)
        spread = torch.tensor(getattr(trace.steps[0], name)).std().item()
        assert line.margins[0] == pytest.approx(1.96 * spread / 20**0.5, rel=1e-3)
        assert np.isnan(line.margins[-1])


def test_who_is_ahead_changes_with_the_number_of_pictures_in_the_shipped_run():
    trace = prepared(GanDistance())
    first, difference, margin = distance_numbers.ahead(trace, 0)
    assert first == "made" and difference < -margin < 0
    assert distance_numbers.ahead(trace, len(trace.steps) - 1)[0] == "real"
    assert "closer to real ones than other real pictures do" in distance.said(trace)


def test_each_copy_of_a_text_is_rated_by_its_own_tokens():
    whole = repeated(SENTENCE, REPEATS)
    step = prepared(Score(text=whole)).last
    given = perplexity.by_copy(step, SENTENCE, whole)
    count = tokenizer.count(SENTENCE)
    later = tokenizer.count(f" {SENTENCE}")
    assert len(given) == REPEATS and count + (REPEATS - 1) * later == len(step.logprobs)
    logprobs = step.logprobs.astype(float)
    assert given[0] == pytest.approx(np.exp(-logprobs[1:count].mean()))
    assert given[-1] == pytest.approx(np.exp(-logprobs[-later:].mean()))
    assert given[-1] < 2 < 20 < given[0]


def test_both_machines_are_compared_on_the_same_bytes(counted):
    step = prepared(Score(text=SENTENCE)).last
    ours, theirs = perplexity.units(step, counted, SENTENCE)
    rest = SENTENCE.encode()[len("The") :]
    assert ours[2] == theirs[2] == theirs[0] == len(rest)
    assert ours[0] == tokenizer.count(SENTENCE) - 1
    assert ours[1] == pytest.approx(ours[0] * np.log(step.perplexity), rel=1e-5)
    machine = kneser_ney.fit(list(moby_dick.text().encode()), 256, 5)
    data = list(SENTENCE.encode())
    again = [-np.log(machine.next(data[max(0, i - 5) : i])[data[i]]) for i in range(3, len(data))]
    assert theirs[1] == pytest.approx(sum(again), rel=1e-9)
    assert np.exp(theirs[1] / theirs[0]) < np.exp(ours[1] / ours[0]), "per token the counting machine is ahead"
    assert theirs[1] > ours[1], "per byte SmolLM2 is"


def test_the_small_tests_are_counted_as_plain_python_counts_them():
    for request in TESTS:
        trace = prepared(request)
        written = [tokenizer.decode(step.output_ids.tolist()).split() for step in trace.steps]
        right = sum(bool(w) and w[0].rstrip(".,") == q.answer for w, q in zip(written, questions(request), strict=True))
        ours = result(trace, "x")
        assert (ours.right, ours.count) == (right, 20)


def test_published_shares_are_whole_answers_of_the_tests_questions():
    for test, row in zip(PUBLISHED, published(), strict=True):
        assert row.share == pytest.approx(test.share, abs=6e-5)  # published with two decimals of a percent


def test_each_pair_has_both_kinds_on_sides_that_the_seed_draws():
    for duel in limits(pairs_view())["duel"].options:
        sides = pairs.sides(duel, 3)
        assert len(sides) == pairs.PAIRS and all(set(pair) == set(duel.split("_")) for pair in sides)
    firsts = [pair[0] for seed in range(40) for pair in pairs.sides("gan_beta", seed)]
    assert 150 < firsts.count("gan") < 250


def pairs_view():
    from pages.chapters.evaluation.controls import EvaluationView

    return EvaluationView


def test_a_large_picture_is_reduced_by_means():
    large = np.random.default_rng(0).integers(0, 256, (128, 128, 3)).astype(np.uint8)
    means = torch.nn.functional.avg_pool2d(torch.tensor(large).permute(2, 0, 1).float(), 2).permute(1, 2, 0).numpy()
    assert np.abs(pairs.small(large) - means).max() <= 0.5
    assert (pairs.small(large[:64, :64]) == large[:64, :64]).all()


def test_the_charts_draw_the_numbers_that_they_are_given():
    trace = prepared(Fault())
    given = verdicts.verdicts(trace)
    drawn = charts.six(given)
    for i, verdict in enumerate(given):
        assert_allclose(drawn.data[2 * i].x, verdict.clean)
        assert_allclose(drawn.data[2 * i + 1].x, verdict.faulty)
    table = charts.grid([grid.name(trace)], [given])
    assert [len(series.x) for series in table.data] == [verdicts.count(given, w) for w in (NOTICES, MISSES, FOOLED)]
    rows = published()
    shares = charts.shares(rows)
    assert_allclose(shares.data[0].x, [row.right / row.count for row in rows])
    assert list(shares.data[1].x) == [row.chance for row in rows]
    line, _real = distance_numbers.made_and_real(prepared(GanDistance()))
    number = charts.by_number([("a", line, "#000000", "circle")])
    assert_allclose(number.data[0].y, line.means)
    assert_allclose(number.data[1].y, [line.intercept, line.intercept + line.slope / 200])
    assert list(charts.repetitions([9.0, 2.0]).data[0].y) == [9, 2]
