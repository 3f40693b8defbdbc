"""Whatever moves, exactly one option of the prediction is right, and on the page it is what the shuffled run gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.chapters.shapes import film
from pages.frame import lesson

MEANING = {
    "none": lambda count, points: count == 0,
    "some": lambda count, points: 0 < count <= points / 2,
    "most": lambda count, points: count > points / 2,
}


@settings(max_examples=200)
@given(data=st.data(), points=st.sampled_from([256, 512, 1024, 2048, 4096]))
def test_exactly_one_option_is_right_and_it_is_the_answer(data, points):
    count = data.draw(st.integers(0, points))
    assert [key for key, holds in MEANING.items() if holds(count, points)] == [film.answer(count, points)]


def test_the_lesson_offers_just_these_options():
    _question, options, reveal = lesson._prediction(lesson.sections("shapes")["predict"])
    assert set(options) == {*MEANING, "not_sure"}
    assert "{moved:,}" in reveal


def test_moved_counts_points_that_are_elsewhere_to_the_last_bit():
    points = np.random.default_rng(0).standard_normal((50, 3)).astype(np.float32)
    assert film.moved(points, points[::-1].copy()) == 0
    other = points.copy()
    other[:7, 1] = np.nextafter(other[:7, 1], 9)
    assert film.moved(points, other) == 7


@pytest.mark.parametrize("fields", [{}, {"shape": "vase", "size": "10", "points": "256", "steps": "5"}])
def test_the_answer_on_the_page_is_that_no_point_is_elsewhere(visit, words, fields):
    app = visit("shapes", **fields)
    app.button_group(key="_guess_shapes").set_value("none").run()
    said = words(app).replace("\\", "")
    assert "Yes." in said and "0 lie in a new place" in said
