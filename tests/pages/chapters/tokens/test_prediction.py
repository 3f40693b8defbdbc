"""Whatever the counts are, exactly one option of the prediction is right."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pages.chapters.tokens import numbers
from pages.frame import lesson

COUNTS = st.integers(0, 4096)
MEANING = {  # what each label says, in integers
    "fewer": lambda before, after: after < before,
    "same": lambda before, after: after == before,
    "more": lambda before, after: before < after and 2 * after <= 3 * before,
    "many": lambda before, after: 2 * after > 3 * before,
}


def test_the_options_are_those_whose_meaning_is_checked_here():
    _question, options, _reveal = lesson._prediction(lesson.sections("tokens")["predict"])
    assert set(options) == {*MEANING, "not_sure"}


@settings(max_examples=300)
@given(COUNTS, COUNTS)
def test_exactly_one_option_is_right_and_it_is_the_answer(before, after):
    assert [key for key, holds in MEANING.items() if holds(before, after)] == [numbers.more_or_fewer(before, after)]


@given(st.integers(2, 4096))
def test_no_option_is_impossible_for_a_text_of_two_tokens_or_more(before):
    assert {numbers.more_or_fewer(before, after) for after in range(1, 2 * before + 1)} == set(MEANING)
