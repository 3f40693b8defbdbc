"""Diffusion: the sentences hold the run's numbers; a link restores them."""

import numpy as np
import pytest

from models.diffusion.kinds import Denoise, DenoiseStep
from pages.chapters.diffusion import compare, film, numbers


def test_the_sentences_hold_numbers_counted_anew(default, drawing, visit, words):
    previews = [s.preview.astype(float) / 255 for s in default.steps if isinstance(s, DenoiseStep)]
    end = default.last.picture / 255
    near = next(i for i, p in enumerate(previews, 1) if np.abs(p - end).mean() < 0.02)
    moved = [np.abs(b - a).mean() for a, b in zip(previews, previews[1:], strict=False)]
    shown = words(visit("diffusion")).replace("\\", "")
    assert f"After step {near} the prediction" in shown
    changes = words(visit("diffusion", look="changes")).replace("\\", "")
    assert f"came with step {int(np.argmax(moved)) + 2} ({100 * max(moved):.1f}" in changes
    assert f"the last step changed {100 * moved[-1]:.2f}" in changes


# Of Euler, too: with the scales of the formula it takes the very step of DDIM (arXiv:2206.00364, section 2).
@pytest.mark.parametrize("scheduler", ["ddim", "euler"])
@pytest.mark.parametrize("n", [20, 6, 2])  # the middle one of two is the last
def test_the_formula_of_the_deep_part_holds_with_its_numbers(drawing, scheduler, n):
    v = numbers.of(drawing.run(Denoise(scheduler=scheduler, num_inference_steps=n, film=True)).trace())
    assert v["x_0"] == pytest.approx((v["x_t"] - v["noise"] * v["eps"]) / v["signal"], abs=1e-3)
    after = v["next_alpha"] ** 0.5 * v["x_0"] + (1 - v["next_alpha"]) ** 0.5 * v["eps"]  # DDIM, η = 0
    assert v["x_next"] == pytest.approx(after, abs=1e-3)


def test_the_prediction_is_answered_by_two_seeds_first_steps(default, drawing, visit, words):
    other = drawing.run(Denoise(seed=1, num_inference_steps=1)).trace()
    mine, theirs = (film.frames(t.steps)[0].preview / 255 for t in (default, other))
    apart, away = np.abs(mine - theirs).mean(), np.abs(mine - default.last.picture / 255).mean()
    app = visit("diffusion")
    app.button_group(key="_guess_diffusion").set_value("average").run()
    shown = words(app).replace("\\", "")
    assert f"differ by {100 * apart:.1f}" in shown and f"is still {100 * away:.1f}" in shown
    assert ("**Yes.**" in shown) == (apart < away / 2)


def test_a_link_restores_steps_scheduler_and_seed(visit, drawing, words):
    app = visit("diffusion", steps="3", scheduler="euler", seed="5")
    assert "In 3 steps" in words(app) and not app.exception
    assert app.slider(key="steps").value == 3 and app.number_input(key="seed").value == 5
    assert not [s for s in app.slider if s.key == "eta"], "η is of DDIM alone"


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps": "0"},
        {"steps": "101"},
        {"scheduler": "magic"},
        {"at": "abc"},
        {"at": "-1"},
        {"at": "55"},
        {"eta": "nan"},
        {"look": "plane", "points": "<b>"},
        {"look": "plane", "points": "999,0"},
        {"look": "noise", "picture": "400"},
        {"look": "elsewhere"},
        {"vary": "x", "look": "compare"},
    ],
    ids=str,
)
def test_a_wrong_address_gives_a_sentence_or_a_result(visit, drawing, words, wrong):
    app = visit("diffusion", **wrong)
    assert not app.exception and "Traceback" not in words(app)
    assert [s.value for s in app.header if s.value == "Try it"]


def test_one_step_alone_is_shown_and_explained(visit, drawing, words):
    app = visit("diffusion", steps="1", look="changes")
    assert not app.exception
    assert not [b for b in app.button_group if b.key == "_guess_diffusion"], "its first prediction is its last"
    assert "A single step has nothing to be compared with" in words(app)


@pytest.mark.parametrize("vary", ["steps", "scheduler", "seed"])
def test_side_by_side_draws_the_runs_that_differ_in_one_thing(visit, drawing, vary):
    app = visit("diffusion", look="compare", vary=vary, steps="2")
    button = next(b for b in app.button if b.key == "_compare")
    button.click().run()
    assert not app.exception and not [b for b in app.button if b.key == "_compare"]
    field, options = compare.VARIED[vary]
    for option in options or range(compare.SEEDS):
        request = Denoise(**{"num_inference_steps": 2, "film": False} | {field: option})
        assert drawing.cached(request) is not None


def test_one_point_drawn_by_hand_is_one_point(visit, drawing):
    app = visit("diffusion", look="plane", points="10,20", steps="2")
    assert "Learned from your 1 point. Back to the shape" in [button.label for button in app.button]
