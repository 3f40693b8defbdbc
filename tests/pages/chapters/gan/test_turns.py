"""The buttons play on where the turns end, and a stopped run is the turns played by then."""

from hypothesis import given
from hypothesis import strategies as st

from models.toys.kinds import MOST_GROUPS, GanToy
from pages.chapters.gan import turns as gan_turns

letters = st.sampled_from(["D", "G", "DG", "DGGG"])
groups = st.lists(st.tuples(st.integers(1, 50), letters), min_size=1, max_size=6)


@given(groups, st.sampled_from([("DG", 1), ("DG", 100), ("D", 20), ("G", 20)]))
def test_more_turns_are_the_same_turns_and_then_these(played, more):
    turns = " ".join(f"{n}{x}" for n, x in played)
    longer = gan_turns.extended(turns, *more)
    assert "".join(GanToy(turns=longer).groups()) == "".join(GanToy(turns=turns).groups()) + more[0] * more[1]


def test_the_same_small_step_again_grows_its_group_so_that_addresses_stay_short():
    turns = "1500DG"
    for _ in range(4):
        turns = gan_turns.extended(turns, "DG", 1)
    assert turns == "1500DG 4DG"


def test_what_would_be_too_much_cannot_be_asked_for():
    assert gan_turns.extended("8000D", "G", 1) is None
    assert gan_turns.extended(" ".join(["1D", "1G"] * (MOST_GROUPS // 2)), "D", 20) is None


@given(groups, st.integers(1, 400))
def test_a_stopped_run_is_the_turns_played_by_then(played, count):
    turns = " ".join(f"{n}{x}" for n, x in played)
    order = "".join(GanToy(turns=turns).groups())
    cut = gan_turns.cut(turns, min(count, len(order)))
    assert "".join(GanToy(turns=cut).groups()) == order[:count]
