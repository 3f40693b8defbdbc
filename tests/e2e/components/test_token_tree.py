"""The token tree in a browser: branching, keyboard, layout."""

from tests.e2e.components.common import expect_told, focused


def test_picking_an_alternative_tells_where_it_branches_and_keeps_the_focus(visit):
    page = visit("tree")
    page.get_by_role("treeitem", name="␣11<b>, 25.0\u202f%, alternative").click()
    expect_told(page, "returned (1, 5); told [(1, 5)]")
    page.get_by_role("treeitem", name="␣end").wait_for()
    assert focused(page).startswith("␣11<b>")


def test_what_is_written_under_a_branch_stands_in_its_row_and_covers_nothing(visit):
    page = visit("tree")
    for node in ("␣02<b>", "␣11<b>", "␣00<b>"):
        page.get_by_role("treeitem", name=node).click()
        page.wait_for_timeout(400)
    page.get_by_role("treeitem", name="␣end").nth(2).wait_for()
    boxes = page.get_by_role("treeitem").evaluate_all("all => all.map(e => [e.offsetLeft, e.offsetTop, e.dataset.id])")
    assert len({(x, y) for x, y, _ in boxes}) == len(boxes), "two nodes in one place"
    row = {node: y for _, y, node in boxes}
    assert row["5"] == row["12"] == row["13"] > row["1"], "a branch goes on in its own row, below the text"


def test_arrow_keys_follow_the_text_and_its_alternatives(visit):
    page = visit("tree")
    page.get_by_role("treeitem").first.focus()
    for key, expected in [
        ("ArrowRight", "␣00<b>"),
        ("ArrowDown", "␣01<b>"),
        ("ArrowUp", "␣00<b>"),
        ("End", "␣20<b>"),
        ("ArrowLeft", "␣10<b>"),
        ("Home", "The"),
    ]:
        page.keyboard.press(key)
        assert focused(page).startswith(expected)


def test_the_path_is_said_and_not_only_coloured(visit):
    page = visit("tree")
    assert page.get_by_role("treeitem", name="the text").count() == 4
    assert page.get_by_role("treeitem", name="alternative").count() == 6
