"""The sentences of Inside say what the run shows, with and without the effect; every figure holds its numbers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.inside.kinds import CAPITAL, Broken, Inside
from models.prepared import prepared
from models.text import sampling
from models.text.kinds import NextToken
from pages.chapters.inside import breaking, charts, mlp, numbers, score, stream, weights
from tests.arrays import assert_allclose

OPTIONS = {"stays", "falls", "loses"}


@pytest.fixture(scope="module")
def step():
    return prepared(Inside()).last


def plain(text):
    return text.replace("\\", "").replace("\u2068", "").replace("\u2069", "")


def test_the_figures_hold_the_numbers_of_the_run(step):
    at = numbers.head(step, 23, 3)
    assert_allclose(charts.weights(score.pieces(step), at).data[0].x, 100 * at.weights, atol=1e-9)
    given = numbers.parts(step, 0)
    attention, mlps, embedding, lens = charts.parts(given, 100 * step.lens_candidates[:, 0]).data
    assert embedding.x[0] == given.embedding and attention.x[0] == mlps.x[0] == 0
    assert sum(attention.x) + sum(mlps.x) + sum(embedding.x) == pytest.approx(float(step.logits[0]), abs=1e-3)
    assert_allclose(lens.x, 100 * step.lens_candidates[:, 0])
    counts = weights.counted(step)
    areas = charts.parameters(list(counts), list(counts.values())).data[0]
    assert sum(areas.values) == pytest.approx(134.515008) and len(counts) == 4, "the output matrix is the embedding"


def test_the_shares_of_a_head_are_a_softmax_of_its_scores(step):
    at = numbers.head(step, 5, 2)
    products = (at.turned_keys * at.turned_query).sum(1) / 8
    assert_allclose(at.scores, products, atol=1e-9)
    assert_allclose(at.weights, np.exp(products) / np.exp(products).sum(), atol=1e-9)
    assert_allclose(at.mixed, sum(w * v for w, v in zip(at.weights, at.values, strict=True)), atol=1e-9)


def test_the_largest_product_is_that_of_its_two_factors(step):
    at = numbers.head(step, 23, 4)
    products = at.turned_query * at.turned_keys[3]
    named = score._largest(at, 3, products)
    place = named["place"] - 1
    assert abs(products[place]) == np.abs(products).max()
    assert float(named["a"]) * float(named["b"]) == pytest.approx(float(named["product"]), abs=0.1)
    assert float(named["product"]) == pytest.approx(products[place], abs=0.006)


def test_a_score_depends_on_the_distance_alone(step):
    query, key = step.queries[3, 1].astype(float), step.keys[3, 0, 0].astype(float)
    far = [
        numbers.rotated(query, i, step.rope_theta) @ numbers.rotated(key, i - 3, step.rope_theta) for i in (3, 9, 50)
    ]
    near = numbers.rotated(query, 9, step.rope_theta) @ numbers.rotated(key, 8, step.rope_theta)
    assert_allclose(far, far[0], atol=1e-6)
    assert abs(near - far[0]) > 1e-3


def test_the_sentence_on_attention_names_the_token_that_gets_most(step):
    at = numbers.head(step, 23, 3)
    most = score.pieces(step)[int(at.weights.argmax())]
    assert f"most from **{most}**" in plain(score.summary(step, at, 23, 3))
    first = replace(at, turned_keys=np.outer(np.arange(5) == 0, at.turned_query))
    other = replace(at, turned_keys=np.outer(np.arange(5) == 3, at.turned_query))
    assert "find nothing" in score.summary(step, first, 23, 3)
    assert "find nothing" not in score.summary(step, other, 23, 3)


def test_a_later_token_is_masked_in_words_and_numbers(step):
    at = replace(numbers.head(step, 0, 0), seen=3)
    assert at.weights[3:].tolist() == [0, 0] and at.weights.sum() == pytest.approx(1)
    assert "the mask takes it out" in score._following(at, 4)
    assert "the mask takes it out" not in score._following(at, 2)


def test_the_sentence_on_the_stream_follows_the_parts(step):
    given = numbers.parts(step, 0)
    assert "MLP of layer 29" in plain(stream.summary(step, given, 0))
    boosted = replace(given, attention=np.where(np.arange(30) == 7, 20.0, given.attention))
    assert "attention of layer 7" in plain(stream.summary(step, boosted, 0))
    assert "only the last of the 30 layers" in plain(stream.summary(step, given, 0))
    assert "does not lead" in plain(stream.summary(step, numbers.parts(step, 1), 1))
    early = step.lens_ids.copy()
    early[12:, 0] = step.candidates[0]
    assert "after 12 of 30" in plain(stream.summary(replace(step, lens_ids=early), given, 0))


@pytest.mark.parametrize(
    ("leads", "depth"),
    [([True] * 4, 0), ([False] * 4, None), ([True, False, True, True], 2), ([False, False, False, True], 3)],
)
def test_the_depth_from_which_a_token_leads_to_the_end(leads, depth):
    assert numbers.first_depth(leads) == depth


def test_half_of_an_answer_is_counted():
    assert "1 neuron makes half" in plain(mlp.summary(np.array([3.0, 1, 1, 1])))
    assert "2 neurons make half" in plain(mlp.summary(np.ones(4)))


def test_exactly_one_option_of_the_prediction_is_right():
    before = np.array([0.6, 0.3, 0.1])
    answers = {
        breaking.option(before, np.array(after)) for after in ([0.5, 0.4, 0.1], [0.29, 0.1, 0.01], [0.2, 0.7, 0.1])
    }
    assert answers == OPTIONS
    assert breaking.option(before, np.array([0.3, 0.2, 0.1])) == "stays", "exactly half"


@settings(max_examples=300)
@given(st.integers(0, 2**32 - 1), st.floats(0, 3))
def test_exactly_one_option_is_right_whatever_a_broken_network_gives(seed, likeness):
    random = np.random.default_rng(seed)
    before = random.dirichlet(np.ones(5))
    after = before**likeness * random.dirichlet(np.ones(5))
    after /= after.sum()
    top = max(range(5), key=before.__getitem__)
    leads = all(after[top] >= other for other in after)
    halved = after[top] / before[top] < 0.5
    told = {"stays": leads and not halved, "falls": leads and halved, "loses": not leads}
    assert [option for option, right in told.items() if right] == [breaking.option(before, after)]


def test_the_shipped_prediction_is_what_the_two_runs_give():
    before, after = (
        sampling.softmax(prepared(r).last.logits) for r in (NextToken(prompt=CAPITAL), Broken(prompt=CAPITAL))
    )
    answer, named = breaking.positions_off(CAPITAL)
    assert answer == breaking.option(before, after)
    assert named["now_prob"] in {f"{100 * after.max():.1f}\u202f%"}
    assert numbers.moved(before, after) == pytest.approx(np.clip(before - after, 0, None).sum(), abs=1e-9)


def test_the_sentence_on_what_is_broken_follows_the_run():
    before = np.array([0.6, 0.3, 0.1])
    request = Broken(part="mlp", layer=4)
    little = breaking.summary(request, before, np.array([0.59, 0.31, 0.1]))
    leads = breaking.summary(request, before, np.array([0.45, 0.4, 0.15]))
    loses = breaking.summary(request, before, np.array([0.2, 0.7, 0.1]))
    assert "changes little" in little and "still leads" in leads and "leads now" in loses
    assert all("layer 4" in plain(text) for text in (little, leads, loses))
    assert "every layer" in breaking.summary(replace(request, everywhere=True), before, before)
    assert "40" in plain(loses), "40 % moved"


def test_every_part_that_can_be_broken_has_its_words():
    from models.engine.limits import limits

    assert set(breaking.WORDS) == set(limits(Broken)["part"].options)
