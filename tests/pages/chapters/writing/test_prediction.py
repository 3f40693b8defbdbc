"""Whatever greedy search writes, exactly one option of the prediction is right."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pages.chapters.writing import race
from pages.chapters.writing import text as writing_text
from pages.frame import lesson

IDS = st.lists(st.integers(0, 4), max_size=40) | st.lists(st.integers(0, 49_151), max_size=40)


def has_repeat(ids):
    """Whether any run of three tokens occurs twice, every pair of runs compared."""
    runs = [ids[i : i + 3] for i in range(len(ids) - 2)]
    return any(runs[i] == runs[j] for j in range(len(runs)) for i in range(j))


MEANING = {  # what each label says of the tokens written
    "soon": lambda ids: has_repeat(ids[:20]),
    "late": lambda ids: has_repeat(ids) and not has_repeat(ids[:20]),
    "never": lambda ids: not has_repeat(ids),
}


@settings(max_examples=300)
@given(IDS)
def test_exactly_one_option_is_right_and_it_is_the_answer(ids):
    right = [key for key, holds in MEANING.items() if holds(ids)]
    assert right == [race.repeats_when(writing_text.first_repeat(ids))]


def test_each_option_is_right_for_some_text_and_the_lesson_offers_just_these():
    _question, options, _reveal = lesson._prediction(lesson.sections("writing")["predict"])
    assert set(options) == {*MEANING, "not_sure"}
    texts = [[1, 2, 3] * 10, [*range(20), 0, 1, 2], [*range(40)]]
    assert [race.repeats_when(writing_text.first_repeat(ids)) for ids in texts] == ["soon", "late", "never"]
