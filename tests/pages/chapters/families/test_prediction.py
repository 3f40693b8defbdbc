"""Whatever the times are, exactly one option of the prediction is right, and it fits the number that is shown."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pages.chapters.families import measures
from pages.chapters.families.measures import Measured
from pages.frame import lesson

MILLISECONDS = st.floats(1, 20_000)
MEANING = {  # what each label says of the whole pictures that fit into the time of one
    "few": lambda pictures: pictures < 10,
    "tens": lambda pictures: 10 <= pictures <= 100,
    "hundreds": lambda pictures: pictures > 100,
}


def rows(gan, diffusion):
    times = {"gan": gan, "diffusion": diffusion}
    return {name: Measured(2, ms, 1, 1.0, 1, 1, 1.0, 0, "eyes", 1.0) for name, ms in times.items()}


@settings(max_examples=300)
@given(gan=MILLISECONDS, diffusion=MILLISECONDS)
def test_exactly_one_option_is_right_and_it_is_the_answer(gan, diffusion):
    right = [key for key, holds in MEANING.items() if holds(diffusion / gan // 1)]
    assert right == [measures.answer(rows(gan, diffusion))]


def test_each_option_is_right_for_some_times_and_the_lesson_offers_just_these():
    _question, options, reveal = lesson._prediction(lesson.sections("families")["predict"])
    assert set(options) == {*MEANING, "not_sure"}
    times = {399: "few", 400: "tens", 4039: "tens", 4041: "hundreds"}
    assert {ms: measures.answer(rows(40, ms)) for ms in times} == times
    assert "that is {drawn:,|whole picture|whole pictures}" in reveal
