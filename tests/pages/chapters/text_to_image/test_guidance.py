"""The four pictures of guidance are the parts of one sum."""

import json
from pathlib import Path

import numpy as np
import pytest

from pages.basics.theme import LIGHT
from pages.chapters.text_to_image import film, guidance
from pages.chapters.text_to_image.noise import difference, rms, unguided
from pages.chapters.text_to_image.outcome import frames
from tests.arrays import assert_allclose

PUBLISHED = json.loads(Path(__file__).with_name("published.json").read_text("utf-8"))


def test_the_four_guidance_pictures_recombine_to_the_prediction_that_is_used(drawn):
    for step in frames(drawn.steps):
        assert_allclose(unguided(step) + 4.0 * difference(step), step.noise_pred, atol=1e-5)
    lanes = guidance.lanes(drawn, LIGHT)
    assert [len(lane.frames) for lane in lanes] == [4] * 4
    assert lanes[2].captions[1] == f"size {rms(4.0 * difference(frames(drawn.steps)[1])):.3f}"


def test_the_numbers_under_the_formula_s_symbols_recombine_to_the_one_that_is_used(drawn):
    for at in (1, 2, 4):
        values, step = film.numbers(drawn, at), frames(drawn.steps)[at - 1]
        free, worded = values["without_here"], values["with_here"]
        assert_allclose(free + values["guidance"] * (worded - free), values["used_here"], atol=1e-5)
        assert_allclose(values["used_here"], step.noise_pred[0, 8, 8])


@pytest.mark.parametrize(("address", "shown"), [({}, 2), ({"at": 15}, 15), ({"at": 15, "guided": 10}, 10)])
def test_the_film_opens_at_step_2_unless_a_link_says_otherwise(monkeypatch, address, shown):
    monkeypatch.setattr(guidance.controls, "keep", lambda name: address.get(name, PUBLISHED[name]))
    monkeypatch.setattr(guidance.controls, "default", PUBLISHED.__getitem__)
    assert guidance.shown() == shown


def test_the_scale_of_the_difference_holds_all_but_its_largest_hundredth(drawn):
    sizes = np.sort(np.abs([4.0 * difference(step) for step in frames(drawn.steps)]).ravel())
    reach = guidance.reach(drawn)
    assert np.mean(sizes > reach) <= 0.01 and f"{reach:g}".strip("0.") in "123456789"
    assert reach / sizes[int(0.99 * len(sizes))] < 2, "no larger than its next digit"
