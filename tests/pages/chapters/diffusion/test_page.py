"""Diffusion: sentences and film hold the run's numbers; a link restores them; what is stopped is kept."""

import io

import numpy as np
import pytest
from PIL import Image

from models.diffusion.kinds import AddNoise, Denoise, DenoiseStep, NoisedStep
from models.diffusion.net import build_scheduler
from models.engine.errors import InvalidRequest
from models.toys.kinds import FlowToy
from pages.chapters.diffusion import closer_look, compare, film, numbers, plane
from pages.figures import drawn_points, latents, points


@pytest.fixture(scope="module")
def default(ready_images):
    return ready_images.run(Denoise()).trace()


@pytest.fixture(scope="module")
def ready_images():
    import time

    from models.shared_engine import engine

    engine().warm_up("diffusion")
    deadline = time.monotonic() + 300
    while (status := engine().status("diffusion")).state != "ready":
        assert status.state != "failed" and time.monotonic() < deadline, status.template.format(**status.values)
        time.sleep(0.2)
    return engine()


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)))


def test_the_film_shows_each_step_s_own_pictures(default):
    steps = [s for s in default.steps if isinstance(s, DenoiseStep)]
    sees, noise, predicts = film.lanes(steps, default.last.picture)
    for i, step in enumerate(steps):
        np.testing.assert_array_equal(pixels(predicts.frames[i]), step.preview)
        np.testing.assert_array_equal(pixels(sees.frames[i]), latents.colours(step.latents))
        np.testing.assert_array_equal(pixels(noise.frames[i]), latents.noise(step.noise_pred))


def test_a_film_of_twenty_steps_travels_in_under_a_megabyte(default):
    lanes = film.lanes(film.frames(default.steps), film.final(default))
    assert sum(len(frame) for lane in lanes for frame in lane.frames) < 1_000_000


def test_signal_and_decibels_are_those_of_the_schedule(default):
    alphas = build_scheduler().alphas_cumprod.double()
    for step in film.frames(default.steps):
        a = float(alphas[step.timestep])
        assert step.alpha_cumprod == pytest.approx(a, abs=1e-7)
        if a > 0:
            assert film.decibels(step.alpha_cumprod) == pytest.approx(10 * np.log10(a / (1 - a)), abs=1e-3)
    assert film.ratio(0.0) == "no signal" and film.ratio(0.5) == "+0.0 dB"


def test_the_sentences_hold_numbers_counted_anew(default, ready_images, visit, words):
    previews = [s.preview.astype(float) / 255 for s in default.steps if isinstance(s, DenoiseStep)]
    end = default.last.picture / 255
    near = next(i for i, p in enumerate(previews, 1) if np.abs(p - end).mean() < 0.02)
    moved = [np.abs(b - a).mean() for a, b in zip(previews, previews[1:], strict=False)]
    shown = words(visit("diffusion")).replace("\\", "")
    assert f"After step {near} the prediction" in shown
    assert f"came with step {int(np.argmax(moved)) + 2} ({100 * max(moved):.1f}" in shown


def test_the_formula_of_the_deep_part_holds_with_its_numbers(default):
    v = numbers.of(default)
    assert v["x_0"] == pytest.approx((v["x_t"] - v["noise"] * v["eps"]) / v["signal"], abs=1e-3)
    after = v["next_alpha"] ** 0.5 * v["x_0"] + (1 - v["next_alpha"]) ** 0.5 * v["eps"]  # DDIM, η = 0
    assert v["x_next"] == pytest.approx(after, abs=1e-3)


def test_the_prediction_is_answered_by_two_seeds_first_steps(default, ready_images, visit, words):
    other = ready_images.run(Denoise(seed=1, num_inference_steps=1)).trace()
    mine, theirs = (film.frames(t.steps)[0].preview / 255 for t in (default, other))
    apart, away = np.abs(mine - theirs).mean(), np.abs(mine - default.last.picture / 255).mean()
    app = visit("diffusion")
    app.button_group(key="_guess_diffusion").set_value("average").run()
    shown = words(app).replace("\\", "")
    assert f"differ by {100 * apart:.1f}" in shown and f"is {100 * away:.1f}" in shown
    assert ("**Yes.**" in shown) == (apart < away / 2)


def test_a_link_restores_steps_scheduler_and_seed(visit, ready_images, words):
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
def test_a_wrong_address_gives_a_sentence_or_a_result(visit, ready_images, words, wrong):
    app = visit("diffusion", **wrong)
    assert not app.exception and "Traceback" not in words(app)
    assert [s.value for s in app.header if s.value == "Change one thing"]


def test_one_step_alone_is_shown_and_explained(visit, ready_images, words):
    app = visit("diffusion", steps="1", look="changes")
    assert not app.exception
    assert "One step alone has nothing to be compared with" in words(app)


@pytest.mark.parametrize("vary", ["steps", "scheduler", "seed"])
def test_side_by_side_draws_the_runs_that_differ_in_one_thing(visit, ready_images, vary):
    app = visit("diffusion", look="compare", vary=vary, steps="2")
    button = next(b for b in app.button if b.key == "_compare")
    button.click().run()
    assert not app.exception and not [b for b in app.button if b.key == "_compare"]
    field, options = compare.VARIED[vary]
    for option in options or range(compare.SEEDS):
        request = Denoise(**{"num_inference_steps": 2, "film": False} | {field: option})
        assert ready_images.cached(request) is not None


def test_the_sinking_picture_is_drawn_from_the_run_s_latents(ready_images):
    steps = [s for s in ready_images.run(AddNoise()).trace().steps if isinstance(s, NoisedStep)]
    noisy, decoded, guess = closer_look._forward_lanes(steps)
    for i, step in enumerate(steps):
        np.testing.assert_array_equal(pixels(noisy.frames[i]), latents.colours(step.latents))
        np.testing.assert_array_equal(pixels(decoded.frames[i]), step.picture)
        np.testing.assert_array_equal(pixels(guess.frames[i]), step.preview)


def test_flowing_points_end_nearer_to_the_shape_than_they_began(ready_images):
    request = FlowToy(shape="ring")
    last, data = ready_images.run(request).trace().last, points.learned_from(request)
    assert plane.at_shape(last.paths[0], data) < 0.4 < 0.8 < plane.at_shape(last.paths[-1], data)


def test_drawn_points_go_through_the_address_unchanged():
    points = ((0.5, -0.2), (0.03, 1.5), (-1.0, 0.0))
    assert drawn_points.read(drawn_points.write(points)) == points
    assert drawn_points.write([(2.0, 0.0), (0.0, 0.01)]) == "0,1"


@pytest.mark.parametrize("text", ["1", "1,2,3", "a,b", "151,0", "1, 2", "0,0 " * 501, "¹,²", "--1,2"])
def test_other_words_for_points_are_refused_in_a_sentence(text):
    with pytest.raises(InvalidRequest):
        drawn_points.read(text)
