"""Whatever the logits are, exactly one option of the prediction is right."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.text import sampling
from pages.chapters.next_token import charts, numbers
from pages.frame import lesson

MEANING = {  # what each label says of the counts at temperature 1 and 2
    "few": lambda warm, hot: hot / warm <= 10,
    "more": lambda warm, hot: 10 < hot / warm <= 100,
    "many": lambda warm, hot: hot / warm > 100,
}


def until_half(probs):
    """How many of the likeliest tokens it takes, added up one by one."""
    total = 0.0
    for n, prob in enumerate(sorted(probs.tolist(), reverse=True), start=1):
        total += prob
        if total >= 0.5:
            return n
    raise AssertionError("probabilities sum to 1")


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), spread=st.floats(0.1, 12), tokens=st.integers(1, 3000))
def test_exactly_one_option_is_right_and_it_is_the_answer(seed, spread, tokens):
    logits = (spread * np.random.default_rng(seed).normal(size=tokens)).astype(np.float32)
    warm, hot = (sampling.probs(logits, temperature=t) for t in (1, 2))
    counts = charts.reach(warm, 0.5), charts.reach(hot, 0.5)
    right = [key for key, holds in MEANING.items() if holds(until_half(warm), until_half(hot))]
    assert right == [numbers.answer(*counts)]


def test_each_option_is_right_for_some_text_and_the_lesson_offers_just_these():
    _question, options, _reveal = lesson._prediction(lesson.sections("next-token")["predict"])
    assert set(options) == {*MEANING, "not_sure"}
    assert {numbers.answer(37, hot) for hot in (37, 370, 371, 3700, 3701, 24_576)} == set(MEANING)
