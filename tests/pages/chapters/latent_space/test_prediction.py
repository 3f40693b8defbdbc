"""Wherever the two faces lie, exactly one option of the prediction is right."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.chapters.latent_space import numbers
from pages.frame import lesson

MEANING = {  # what each label says of the share of the mean distance that is left halfway
    "almost": lambda share: share >= 0.9,
    "nearer": lambda share: 0.7 <= share < 0.9,
    "much_nearer": lambda share: share < 0.7,
}


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), scale=st.floats(0.1, 10), together=st.floats(-1, 1))
def test_exactly_one_option_is_right_and_it_is_the_answer(seed, scale, together):
    a, other = np.random.default_rng(seed).normal(size=(2, 32))
    b = scale * (together * a + (1 - abs(together)) * other)
    start, middle, end = (float(np.sqrt((v**2).sum())) for v in (a, (a + b) / 2, b))
    assert middle <= (start + end) / 2 + 1e-9, "no straight line leads farther out than its ends"
    right = [key for key, holds in MEANING.items() if holds(2 * middle / (start + end))]
    assert right == [numbers.answer(start, middle, end)]


def test_each_option_is_right_for_some_faces_and_the_lesson_offers_just_these():
    _question, options, _reveal = lesson._prediction(lesson.sections("latent-space")["predict"])
    assert set(options) == {*MEANING, "not_sure"}
    assert [numbers.answer(7, middle, 7) for middle in (7, 5.5, 4)] == ["almost", "nearer", "much_nearer"]
