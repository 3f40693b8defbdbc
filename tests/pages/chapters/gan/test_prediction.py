"""However many of the real points the generator reaches alone, exactly one option of the prediction is right."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from pages.chapters.gan import numbers
from pages.frame import lesson

MEANING = {  # what each label says of the real points reached, of all
    "few": lambda share: share < Fraction(1, 3),
    "some": lambda share: Fraction(1, 3) <= share <= Fraction(2, 3),
    "most": lambda share: share > Fraction(2, 3),
}


@settings(max_examples=300)
@given(points=st.integers(1, 600), reached=st.integers(0, 600))
def test_exactly_one_option_is_right_and_it_is_the_answer(points, reached):
    reached = min(reached, points)
    right = [key for key, holds in MEANING.items() if holds(Fraction(reached, points))]
    assert right == [numbers.answer(reached / points)]


def test_each_option_is_right_for_some_run_and_the_lesson_offers_just_these():
    _question, options, _reveal = lesson._prediction(lesson.sections("gan")["predict"])
    assert set(options) == {*MEANING, "not_sure"}
    assert [numbers.answer(share) for share in (0, 0.5, 1)] == ["few", "some", "most"]
