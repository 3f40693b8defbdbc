"""The gallery in a browser: each picture is cut from its place in the file and can be picked by click and by key."""

from playwright.sync_api import expect

from tests.e2e.components.common import expect_told

RED = "all => all.map(c => c.getContext('2d').getImageData(4, 4, 1, 1).data[0])"


def test_each_picture_is_the_one_of_its_place(visit):
    page = visit("faces")
    expect(page.locator("canvas")).to_have_count(6)
    for found, wanted in zip(page.locator("canvas").evaluate_all(RED), range(0, 201, 40), strict=True):
        assert abs(found - wanted) <= 1
    expect(page.get_by_role("button", name="2 <img src=x onerror=alert(1)>")).to_be_visible()
    expect(page.locator("[aria-pressed=true]")).to_have_attribute("aria-label", "1 ␣cat")


def test_a_picture_is_picked_by_click_and_by_key(visit):
    page = visit("faces")
    page.locator("button[aria-label^='4']").click()
    expect_told(page, "returned None; told [4]")
    page.locator("button[aria-label^='1']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect_told(page, "returned None; told [4, 2]")
