"""Whatever the heads do, exactly one option of the prediction is right."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.text import sampling
from pages.chapters.attention import prediction
from pages.frame import lesson


def leads(probs, top):
    return all(probs[top] >= other for other in probs)


MEANING = {  # what each label says of the leading token, before and after
    "stays": lambda before, after, top: leads(after, top) and 2 * after[top] >= before[top],
    "falls": lambda before, after, top: leads(after, top) and 2 * after[top] < before[top],
    "loses": lambda before, after, top: not leads(after, top),
}


def probabilities(generator, tokens):
    return sampling.softmax((generator.uniform(0, 8) * generator.normal(size=tokens)).astype(np.float32))


@settings(max_examples=300)
@given(seed=st.integers(0, 2**32 - 1), tokens=st.integers(2, 40), lead=st.floats(0, 3))
def test_exactly_one_option_is_right_and_it_is_the_answer(seed, tokens, lead):
    generator = np.random.default_rng(seed)
    before, after = probabilities(generator, tokens), probabilities(generator, tokens)
    top = int(before.argmax())
    after[top] += lead * after.max()  # else the same token seldom leads twice
    after /= after.sum()
    right = [key for key, holds in MEANING.items() if holds(before.tolist(), after.tolist(), top)]
    assert right == [prediction.answer(before, after)]


def test_each_option_can_be_right_and_the_lesson_offers_just_these():
    _question, options, _reveal = lesson._prediction(lesson.sections("attention")["predict"])
    assert set(options) == {*MEANING, "not_sure"}
    before = np.array([0.6, 0.3, 0.05, 0.05])
    texts = [[0.5, 0.3, 0.1, 0.1], [0.29, 0.28, 0.28, 0.15], [0.3, 0.4, 0.2, 0.1]]
    assert [prediction.answer(before, np.array(after)) for after in texts] == ["stays", "falls", "loses"]
