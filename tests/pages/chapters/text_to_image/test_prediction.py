"""Where the prediction asks, exactly one of its options is right, and none is impossible."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pages.chapters.text_to_image import reading
from pages.frame import lesson

MEANING = {  # what each label says of the things drawn with guidance and without
    "as_many": lambda kept, free: free >= kept,
    "fewer": lambda kept, free: 0 < free < kept,
    "none": lambda kept, free: free == 0,
}
THINGS = st.integers(0, 12)


@settings(max_examples=300)
@given(kept=THINGS, free=THINGS, guidance=st.floats(0, 20))
def test_where_it_asks_exactly_one_option_is_right_and_each_could_be(kept, free, guidance):
    possible = {key for key, holds in MEANING.items() for n in range(13) if holds(kept, n)}
    assert reading.asks(kept, guidance) == (guidance > 0 and kept > 1)
    if reading.asks(kept, guidance):
        assert [key for key, holds in MEANING.items() if holds(kept, free)] == [reading.answer(kept, free)]
        assert possible == set(MEANING)


def test_the_lesson_offers_just_these_options():
    _question, options, _reveal = lesson._prediction(lesson.sections("text-to-image")["predict"])
    assert set(options) == {*MEANING, "not_sure"}
