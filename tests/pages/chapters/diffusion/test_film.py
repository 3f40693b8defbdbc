"""The film of Diffusion holds each step's own pictures, and its numbers are the schedule's."""

import io

import numpy as np
import pytest
from PIL import Image

from models.diffusion.kinds import DenoiseStep
from models.diffusion.net import build_scheduler
from pages.chapters.diffusion import film
from pages.figures import latents
from tests.arrays import assert_array_equal


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)))


def test_the_film_shows_each_step_s_own_pictures(default):
    steps = [s for s in default.steps if isinstance(s, DenoiseStep)]
    sees, noise, predicts = film.lanes(steps, default.last.picture)
    for i, step in enumerate(steps):
        assert_array_equal(pixels(predicts.frames[i]), step.preview)
        assert_array_equal(pixels(sees.frames[i]), latents.colours(step.latents))
        assert_array_equal(pixels(noise.frames[i]), latents.noise(step.noise_pred))


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


def test_a_stopped_run_s_last_picture_is_not_called_finished(default):
    steps = film.frames(default.steps)[:3]
    stopped = film.lanes(steps, steps[-1].preview, whole=False)[2].captions
    assert stopped[-1] == "the last one before the stop" and "the finished picture" not in stopped
    assert film.lanes(film.frames(default.steps), film.final(default))[2].captions[-1] == "the finished picture"
