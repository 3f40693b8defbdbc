"""The film of a writing in a browser: playing, reduced motion, the chosen token."""


def test_a_writing_plays_by_itself_once_and_ends_with_the_whole_text(visit):
    page = visit("writing")
    page.get_by_role("button", name="Play again").wait_for()
    assert page.locator(".text").text_content() == "On the cat <i>." + " It goes on." * 9
    page.wait_for_timeout(1200)
    assert page.locator(".place").text_content() == "3 of 3"


def test_the_page_of_a_writing_keeps_its_height_while_it_plays(visit):
    page = visit("writing", width=360)
    height = page.locator(".page").bounding_box()["height"]
    page.get_by_role("button", name="Play again").wait_for()
    assert page.locator(".page").bounding_box()["height"] == height


def test_nothing_plays_by_itself_under_reduced_motion(visit):
    page = visit("writing", reduced_motion="reduce")
    page.wait_for_timeout(1500)
    assert page.locator(".place").text_content() == "1 of 3"
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Play again").wait_for()


def test_the_chosen_token_is_marked_among_the_likeliest_or_added_below_them(visit):
    page = visit("writing", reduced_motion="reduce")
    rows = page.get_by_role("listitem")
    assert rows.all_inner_texts() == ["␣cat\n7.1\u202f%\nchosen", "␣moon\n5.0\u202f%"]
    page.get_by_role("button", name="One frame forward").click()
    assert rows.all_inner_texts() == [".\n40.0\u202f%", "␣and\n20.0\u202f%", "␣<i>\n…\nchosen"]
