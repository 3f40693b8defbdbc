"""The drawing of a model's parts in a browser: tabs by click and by key, words as plain text."""

from tests.e2e.components.common import HOSTILE, expect_told


def test_parts_are_tabs_that_keys_walk_through_and_open(visit):
    page = visit("parts")
    tab = page.get_by_role("tab", name="Noise")
    assert tab.get_attribute("aria-selected") == "true"
    tab.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect_told(page, "returned None; told ['curve']")
    page.locator(".part[aria-selected=true]", has_text="Curve").wait_for()
    page.get_by_role("tab", name="Words").click()
    expect_told(page, "returned None; told ['curve', 'words']")


def test_words_are_plain_text_and_a_part_shows_its_picture_or_curve(visit):
    page = visit("parts")
    assert page.locator(".held .words").first.text_content() == " · ".join(HOSTILE)
    assert page.locator(".sub").first.text_content() == "<b>3</b>"
    assert page.locator(".held img").evaluate_all("all => all.map((i) => i.hidden)") == [True, False, True]
    assert page.locator("polyline").nth(2).get_attribute("points") == "4,96 50,50 96,4"
