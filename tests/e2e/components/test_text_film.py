"""The film of texts in a browser: scrubbing, the mark, one height, and that Python hears of the frame at rest."""

from tests.e2e.components.common import expect_told


def test_a_frame_shows_its_text_as_text_with_its_stretch_marked_and_tells_python(visit):
    page = visit("texts", reduced_motion="reduce")
    assert page.locator(".text").text_content() == "The cat was <i>a cat</i> and سلام"
    assert page.locator("mark").text_content() == "<i>a cat</i>"
    height = page.locator(".page").bounding_box()["height"]
    page.get_by_role("button", name="One frame back").click()
    assert (
        page.locator(".text").text_content() == "The cat qvzzk" and page.locator(".value").text_content() == "update 0"
    )
    expect_told(page, "returned None; told [0]")
    page.get_by_role("button", name="One frame forward").click(click_count=2)
    expect_told(page, "returned None; told [0, 2]")
    assert page.locator(".page").bounding_box()["height"] == height
