"""The numbers that Hallucination draws and names are those of the runs, computed again by other means."""

import numpy as np
import pytest
from scipy.stats import binomtest, entropy, norm
from sklearn.calibration import calibration_curve
from sklearn.metrics import roc_auc_score

from models.answers.kinds import ASKED, HELPED, INVENTED
from models.answers.questions import normal
from models.invented_people.kinds import LearnPeople
from models.invented_people.learned import Learned
from models.prepared import prepared
from models.text import tokenizer
from pages.basics.words import show
from pages.chapters.hallucination import answer, asked, charts, clusters, fact, numbers, premise, sure, why
from pages.chapters.hallucination.asked import Count
from tests.arrays import assert_allclose


@pytest.fixture(scope="module")
def scores():
    rows = asked.known()
    agree = np.array([sum(normal(s) == normal(r.greedy) for s in r.samples) / 10 for r in rows])
    right = np.array([r.question.answered_by(r.greedy) for r in rows])
    return agree, right, np.array([r.logprob for r in rows])


@pytest.mark.parametrize("request_", [ASKED, HELPED, INVENTED], ids=["asked", "helped", "invented"])
def test_clusters_agreement_entropy_and_probability_are_those_of_the_run(request_):
    trace = prepared(request_)
    given, step = clusters.answers(trace), trace.last
    texts = [tokenizer.decode([i for i in row.tolist() if i > 2]).split("\n")[0].strip() for row in step.output_ids]
    assert [given.greedy, *given.drawn] == texts
    _names, counts = np.unique([normal(text) for text in texts[1:]], return_counts=True)
    assert sorted(c.count for c in given.clusters if c.count) == sorted(counts.tolist())
    assert_allclose(given.entropy, entropy(counts, base=2), atol=1e-9)
    assert given.agreeing == sum(normal(text) == normal(texts[0]) for text in texts[1:])
    values = numbers.of(trace)
    assert values["probability"] == pytest.approx(np.exp(step.logprobs[0])) and values["clusters"] == len(counts)


def test_the_untouched_page_shows_an_answer_that_is_common_and_wrong():
    given = clusters.answers(prepared(ASKED))
    first = given.clusters[0]
    assert first.greedy and first.count > given.clusters[1].count and not given.known.answered_by(given.greedy)
    assert "wrong" in answer.truth(given, True) and "Ankara" in answer.truth(given, True)
    assert "Ankara" not in answer.truth(given, False), "it would help with the prediction"
    assert clusters.answers(prepared(HELPED)).known.answered_by(clusters.answers(prepared(HELPED)).greedy)


def test_a_greedy_answer_that_was_never_drawn_is_a_cluster_of_none():
    given = clusters.clusters("Lima", ["Rome", "rome.", "Oslo"])
    assert [(c.text, c.count, c.greedy) for c in given] == [("Rome", 2, False), ("Oslo", 1, False), ("Lima", 0, True)]


def test_calibration_its_error_and_the_ranking_are_those_of_scikit_learn(scores):
    agree, right, logprob = scores
    shares, means = calibration_curve(right, agree, n_bins=11)
    bins = asked.by_agreement()
    assert_allclose([b.share for b in bins if b.n], shares)
    assert_allclose([k / 10 for k, b in enumerate(bins) if b.n], means, atol=1e-12)
    n = np.array([b.n for b in bins if b.n])
    assert asked.calibration_error() == pytest.approx(float((n / n.sum() * abs(shares - means)).sum()))
    for ours, theirs in ((asked.ranked_by_agreement(), agree), (asked.ranked_by_probability(), logprob)):
        assert ours.value == pytest.approx(roc_auc_score(right, theirs))
        assert ours.low < ours.value < ours.high


@pytest.mark.parametrize("threshold", [0, 3, 7, 10])
def test_thresholds_and_cells_count_every_question_once(threshold, scores):
    agree, right, _ = scores
    kept = asked.count(asked.sure(threshold))
    assert (kept.n, kept.right) == (
        int((agree * 10 >= threshold - 1e-9).sum()),
        int(right[agree * 10 >= threshold - 1e-9].sum()),
    )
    cells = asked.cells(threshold)
    assert sum(map(len, cells.values())) == len(asked.known())
    assert len(cells[True, True]) == kept.right and len(cells[True, False]) == kept.n - kept.right
    assert f"{kept.n} of {len(right)}" in sure.outcome(threshold).replace("\\", "")


def test_a_sentence_claims_an_effect_only_where_the_run_shows_it(monkeypatch):
    assert "holds nothing back" in sure.outcome(0)
    assert "helps" in sure.outcome(7)
    base = Count(50, 100)
    kinds = ("none", "right", "retrieved", "missing", "irrelevant", "false")
    same = fact.outcome(dict.fromkeys(kinds, base), Count(10, 100))
    assert "helps" not in same and "worse" not in same
    told = fact.outcome(dict.fromkeys(kinds, base) | {"right": Count(90, 100), "irrelevant": Count(10, 100)}, base)
    assert "helps: 90" in told.replace("\\", "") and "worse than none" in told
    rows = asked.known()[:10]
    monkeypatch.setattr(asked, "unanswerable", lambda: [r for r in asked.known() if r.right])
    assert "do not give it away" in premise.confidence()
    monkeypatch.setattr(asked, "sure", lambda threshold: rows[:3])
    assert "may be chance" in sure.outcome(7)
    monkeypatch.setattr(asked, "sure", lambda threshold: [])
    assert "nothing" in sure.outcome(7)


@pytest.mark.parametrize(("right", "option"), [(10, "all"), (9, "most"), (6, "most"), (5, "half"), (0, "half")])
def test_exactly_one_option_is_right_for_whatever_a_run_gives(right, option):
    assert numbers.option(Count(right, 10)) == option


def test_the_answer_to_the_prediction_is_what_was_measured(scores):
    agree, right, _ = scores
    option, told = numbers.answer()
    among = right[agree > 0.65]
    assert (told["sure"], told["right"]) == (len(among), int(among.sum()))
    assert option == ("all" if among.all() else "most" if among.mean() > 0.5 else "half")


def test_means_have_the_margins_of_the_normal_distribution():
    ours = asked.mean([1, 2, 4, 9])
    low, high = norm.interval(0.95, loc=4, scale=np.std([1, 2, 4, 9], ddof=1) / 2)
    assert_allclose([ours.value - ours.margin, ours.value + ours.margin], [low, high], rtol=1e-6)


def test_facts_that_are_chosen_are_those_that_the_names_say():
    question = "What is the capital of Peru?"
    assert fact.given(question, "right", "").text == fact.given(question, "retrieved", "").text
    assert "Lima" not in fact.given(question, "false", "").text
    assert fact.given(question, "missing", "").text != fact.given(question, "right", "").text
    assert fact.given("Who am I?", "right", "").text == "" and fact.given("Who am I?", "own", "You.").text == "You."


def test_the_charts_draw_the_numbers_that_they_are_given():
    given = clusters.answers(prepared(ASKED))
    drawn = charts.answers(given.clusters, 10, ["Ankara"])
    assert list(drawn.data[0].x) == [c.count for c in given.clusters]
    counts = [Count(4, 10), Count(3, 5), Count(0, 0)]
    assert [c.text for c, text in zip(given.clusters, drawn.data[0].text, strict=True) if "true" in text] == ["Ankara"]
    lines = charts.thresholds(counts, 10, 1)
    assert_allclose(lines.data[0].y, [1, 0.5, 0])
    assert_allclose(lines.data[1].y, [0.4, 0.6])
    assert_allclose(charts.calibration(counts).data[1].y, [0.4, 0.6])
    assert_allclose(charts.groups([("a", [0, 10]), ("b", [1])]).data[0].y, [0.5, *[0] * 9, 0.5])
    helped = charts.helped([("x", Count(1, 2)), ("y", Count(1, 4))], Count(3, 4), "y")
    assert_allclose(helped.data[0].x, [0.5, 0.25])
    assert_allclose(helped.data[1].x, [0.75])
    people = why.of(prepared(LearnPeople(spread="many")))
    times = charts.by_times(why.group_names(), [("a", why.wrong(people, i)) for i in why.SHOWN])
    assert_allclose(times.data[2].y, [k / n for k, n in zip(people.wrong[-1], people.asked, strict=True)])
    single = charts.singletons([(people.floor, why.last(people))], (0.5, Count(1, 4)))
    assert_allclose([single.data[1].x[0], single.data[1].y[0]], [972 / 2000 * 39 / 40, sum(people.wrong[-1]) / 4000])
    assert_allclose([single.data[2].x[0], single.data[2].y[0]], [0.5, 0.25])
    back = charts.held_back([("a", [0, 5, 10]), ("b", [1])], 5)
    assert_allclose(back.data[0].y, [1, *[2 / 3] * 5, *[1 / 3] * 5])
    assert_allclose(back.data[1].y, [1, 1, *[0] * 9])


def test_what_a_threshold_holds_back_is_counted_and_told_as_it_is(monkeypatch):
    told = premise.held(3).replace("\\", "")
    nothing, known = ([row.agreement >= 0.3 for row in rows] for rows in (asked.unanswerable(), asked.known()))
    assert f"{sum(nothing)} of {len(nothing)}" in told and f"{sum(known)} of {len(known)}" in told
    low, high = binomtest(sum(nothing), len(nothing)).proportion_ci(method="wilson")
    assert f"({show(low, '.0%')} to {show(high, '.0%')})" in told
    assert "holds back more" in told and "holds nothing back" in premise.held(0)
    monkeypatch.setattr(asked, "unanswerable", lambda: asked.known()[:30])
    assert "overlap" in premise.held(3)


def test_a_world_of_ones_own_is_told_inside_or_off_as_it_is():
    def world(once):
        return Learned(once, 1000, 7, (1000, 0, 0, 0, 0), ((400, 0, 0, 0, 0),) * 6, ((0.5, *[0.0] * 4),) * 6)

    assert ": inside" in why.own_world(world(410)) and "off" in why.own_world(world(100))
    assert "About those of one sentence" not in why.outcome(world(410)) and "nan" not in why.outcome(world(410))
    assert why.percent(float("nan"), 0) is None and why.percent(0.4567, 10) == 45.7
