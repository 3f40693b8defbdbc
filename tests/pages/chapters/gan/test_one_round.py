"""The round in slow motion: its figures and sentences are the steps' numbers, with and without an effect."""

from dataclasses import replace

import numpy as np
import pytest

from models.prepared import prepared
from models.toys.kinds import GanRound, GanToy
from pages.basics.theme import LIGHT
from pages.chapters.gan import charts, one_round
from tests.arrays import assert_allclose, assert_array_equal

PARTS = ("noise", "generator", "points", "critic", "answers", "loss")


@pytest.fixture(scope="module")
def turns():
    trace = prepared(GanRound())
    return {player: one_round.turn(trace, player) for player in "DG"}


def test_the_round_is_of_the_visitor_s_game():
    game = GanToy(shape="moons", drawn=((0.1, 0.2),), seed=5, r1_weight=1.0, noise="line", turns="3D 2G")
    request = one_round.of(game, 50)
    assert request.rounds == 50 and request.before() == replace(game, turns="50DG")


def test_the_gradient_comes_back_as_far_as_the_player_whose_turn_it_is(turns):
    for player, back in (("D", ["critic", "answers"]), ("G", ["generator", "points", "critic", "answers"])):
        parts = one_round.parts(turns[player], LIGHT)
        assert [part.name for part in parts] == list(PARTS)
        assert [part.name for part in parts if "←" in part.leads] == back
        frozen = "generator" if player == "D" else "critic"
        assert next(part for part in parts if part.name == frozen).sub == "frozen in this turn"


def test_each_part_says_the_size_of_the_whole_tensor_s_gradient(turns):
    step = turns["G"]
    said = {part.name: part.sub for part in one_round.parts(step, LIGHT)}
    for name, gradient in (
        ("generator", step.gradients),
        ("points", step.made_gradient),
        ("answers", step.made_logits_gradient),
    ):
        assert f"{np.sqrt((gradient.astype(float) ** 2).sum()):.2g}" in said[name]


def test_answers_are_logits_as_probabilities(turns):
    step = turns["D"]
    real, made = (100 / (1 + np.exp(-x.astype(float))) for x in (step.real_logits, step.made_logits))
    assert f"{real.mean():.1f}" in one_round.answers(step) and f"{made.mean():.1f}" in one_round.answers(step)
    bars = charts.answers(step).data
    for bar, shares in zip(bars, (real, made), strict=True):
        expected = [int(((shares >= low) & (shares < low + 5)).sum()) for low in range(0, 100, 5)]
        assert_array_equal(bar.y, expected)


def test_figures_are_the_arrays(turns):
    critic, generator = turns["D"], turns["G"]
    heat, real, made = charts.step(critic).data
    assert_allclose(heat.z, 100 * (critic.surface_after - critic.surface), rtol=1e-6)
    assert_array_equal(np.column_stack([real.x, real.y]), critic.real)
    assert_array_equal(np.column_stack([made.x, made.y]), critic.made)
    before, after, moves = charts.step(generator).data
    assert_array_equal(np.column_stack([before.x, before.y]), generator.samples)
    assert_array_equal(np.column_stack([after.x, after.y]), generator.samples_after)
    assert_array_equal(moves.x[1::3], generator.samples_after[:, 0])
    arrows = charts.points(generator).data[-1]
    ends = np.column_stack([arrows.x[1::3], arrows.y[1::3]])
    expected = generator.made - charts.arrow_times(generator.made_gradient) * generator.made_gradient
    assert_allclose(ends, expected, rtol=1e-5)
    values = charts.losses(critic).data[0].y
    assert_allclose(np.diff([values[0], values[2]]), [critic.change], atol=1e-7)
    sizes = {trace.name: trace.y for trace in charts.layers(critic).data}
    for name, array in (("weights", critic.weights), ("gradient", critic.gradients), ("step", critic.moves)):
        assert_array_equal(sizes[name], array)


def test_the_map_s_change_is_read_at_the_places_nearest_to_the_points(turns):
    step = turns["D"]
    axis = np.linspace(-1.2, 1.2, 32)
    change = 100 * (step.surface_after.astype(float) - step.surface)
    for points, said in ((step.real, one_round.learning(step).real), (step.made, one_round.learning(step).made)):
        places = [change[np.abs(axis - y).argmin(), np.abs(axis - x).argmin()] for x, y in points]
        assert said == pytest.approx(np.mean(places), abs=1e-9)


def test_a_step_that_helps_and_one_that_does_not_are_told_apart(turns):
    step = turns["G"]
    assert step.change < 0 and "lowers it" in one_round._sentence(step, "loss")
    assert "not** lower it" in one_round._sentence(replace(step, change=0.01), "loss")


@pytest.mark.parametrize(
    ("player", "parts"), [("D", ("generator", "critic", "answers")), ("G", ("noise", "points", "loss"))]
)
def test_the_page_shows_every_part_of_a_turn(visit, words, player, parts):
    for part in parts:
        app = visit("gan", turns="20DG", player=player, part=part)
        assert not app.exception
        assert "What the step changes" in words(app)
