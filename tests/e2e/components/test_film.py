"""The films in a browser: playing, stepping, reduced motion."""


def test_a_film_plays_to_its_end_and_again(visit):
    page = visit("pictures")
    assert page.locator(".place").text_content() == "1 of 4"
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Play again").wait_for()
    assert page.locator(".place").text_content() == "4 of 4"
    page.get_by_role("button", name="Play again").click()
    page.get_by_role("button", name="Pause").click()
    assert page.locator(".place").text_content() != "4 of 4"


def test_each_frame_is_the_picture_that_was_sent(visit):
    page = visit("pictures")
    for shade in (0, 80, 160, 240):
        red = page.locator(".stage img").evaluate(
            """async (img) => { await img.decode(); const c = document.createElement('canvas').getContext('2d');
            c.drawImage(img, 0, 0); return c.getImageData(0, 0, 1, 1).data[0]; }"""
        )
        assert red == shade
        page.get_by_role("button", name="One frame forward").click()


def test_arrow_keys_step_and_the_caption_describes_the_picture(visit):
    page = visit("pictures")
    page.locator(".stage").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert page.get_by_role("img", name="step 1").is_visible()
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("End")
    assert slider.get_attribute("aria-valuetext") == "4 of 4"
    assert page.get_by_role("img", name="step 3").is_visible()


def test_texts_are_shown_as_text(visit):
    page = visit("texts")
    page.locator(".stage").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator(".words").text_content() == "The cat <b>sat</b>"


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
