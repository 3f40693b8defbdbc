"""A tree of texts and its address are one and the same, and a wrong address is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.engine.errors import InvalidRequest
from models.text.kinds import Write
from pages.chapters.writing import path as writing_path
from pages.chapters.writing.path import BRANCHES, Branch, Path, parse


@st.composite
def paths(draw):
    """Trees as visitors grow them: tokens taken one after the other, another text looked at in between."""
    path = Path()
    for _ in range(draw(st.integers(0, BRANCHES))):
        path = path.taken(draw(st.integers(0, 127)), draw(st.integers(0, 49_151)))
        path = Path(path.branches, draw(st.integers(0, len(path.branches))))
    return path


@given(paths())
def test_an_address_gives_back_the_tree_it_was_written_from(path):
    assert parse(str(path)) == path


@given(paths(), st.integers(0, 127), st.integers(0, 49_151))
def test_taking_a_token_and_undoing_it_gives_the_tree_there_was(path, place, token_id):
    if len(path.branches) == BRANCHES or Branch(path.owner(place), place, token_id) in path.branches:
        return
    assert path.taken(place, token_id).undone().branches == path.branches


def test_a_token_at_or_before_a_branch_s_own_place_leaves_the_text_it_came_from():
    path = Path().taken(5, 100).taken(9, 200)
    assert [b.parent for b in path.branches] == [0, 1]
    assert path.taken(5, 300).branches[-1].parent == 0
    assert path.taken(7, 300).branches[-1].parent == 1
    assert path.taken(12, 300).branches[-1].parent == 2
    assert path.ancestors() == [0, 1, 2]


def test_the_same_token_taken_twice_is_one_branch():
    path = Path().taken(5, 100)
    again = Path(path.branches, 0).taken(5, 100)
    assert again == path


def test_a_tree_holds_no_more_branches_than_a_link():
    path = Path()
    for i in range(BRANCHES):
        path = path.taken(5 + i, 100)
    with pytest.raises(InvalidRequest, match="Undo"):
        path.taken(50, 7)


def test_undo_leaves_an_older_text_in_view_where_it_is():
    path = Path(Path().taken(5, 100).taken(9, 200).branches, 0)
    assert path.undone() == Path((Branch(0, 5, 100),), 0)


@pytest.mark.parametrize(
    "raw",
    ["x", "1.2", "0.3.99999", "0.128.5", "2.3.5", "0.3.5-0.3.5-9", "-", "--", "0.-3.5", "0.3.5-", "<script>", "0.3.5 "]
    + ["-".join(["0.1.1"] * (BRANCHES + 1))],
)
def test_a_malformed_address_is_named_in_a_sentence(raw):
    with pytest.raises(InvalidRequest, match="The tree starts over"):
        parse(raw)


def test_a_branch_is_asked_with_all_that_stands_before_it_as_given():
    assert writing_path.request_of(Write(seed=3), Branch(0, 2, 9), [5, 6, 7]) == Write(seed=3, forced_ids=(5, 6, 9))


def test_a_place_the_text_does_not_have_is_named():
    with pytest.raises(InvalidRequest, match="has 3"):
        writing_path.request_of(Write(), Branch(0, 3, 9), [5, 6, 7])
