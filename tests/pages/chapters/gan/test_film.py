"""A film of many turns leaves out older frames evenly."""

from pages.chapters.gan import film


def test_a_long_film_keeps_its_first_frame_and_all_of_the_newest(still):
    steps = [still(n) for n in range(1, 501)]
    numbers = [s.number for s in film.shown(steps)]
    assert len(numbers) == film.OLDER + film.NEWEST
    assert numbers[0] == 1 and numbers[-film.NEWEST :] == list(range(441, 501)) and numbers == sorted(set(numbers))
    assert film.shown(steps[:30]) == steps[:30]
