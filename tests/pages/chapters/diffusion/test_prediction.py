"""However far apart two first predictions are, exactly one option of the prediction is right."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pages.chapters.diffusion import numbers
from pages.frame import lesson

DIFFERENCES = st.floats(0, 1, allow_subnormal=False)  # of full scale
MEANING = {  # what each label says of the distance of two seeds, and of a first prediction from its own end
    "average": lambda apart, away: 2 * apart < away,
    "own": lambda apart, away: away <= 2 * apart and apart <= away,
    "farther": lambda apart, away: apart > away,
}


@settings(max_examples=300)
@given(apart=DIFFERENCES, away=DIFFERENCES)
def test_exactly_one_option_is_right_and_it_is_the_answer(apart, away):
    right = [key for key, holds in MEANING.items() if holds(apart, away)]
    assert right == [numbers.answer(apart, away)]


def test_each_option_is_right_for_some_run_and_the_lesson_offers_just_these():
    _question, options, _reveal = lesson._prediction(lesson.sections("diffusion")["predict"])
    assert set(options) == {*MEANING, "not_sure"}
    assert [numbers.answer(apart, 0.2) for apart in (0.05, 0.15, 0.25)] == ["average", "own", "farther"]
