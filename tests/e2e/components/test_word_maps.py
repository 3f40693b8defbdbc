"""Words over places in a browser: the numbers are the shares that were given, by pointer and by key."""

from playwright.sync_api import expect

from tests.e2e.components.common import expect_told

ALPHAS = """canvas => { const { data } = canvas.getContext('2d').getImageData(0, 0, 16, 16);
    return [...Array(256).keys()].map((i) => data[4 * i + 3]); }"""


def numbers(page):
    return [" ".join(text.split()) for text in page.locator(".row .number").all_inner_texts()]


def test_a_place_s_bars_are_its_shares_and_padding_is_what_is_missing_to_one(visit):
    page = visit("maps")
    assert numbers(page) == ["0.0 %", "0.0 %", "12.5 %", "87.5 %"]
    page.locator(".stage").focus()
    for _ in range(7):
        page.keyboard.press("ArrowUp")
    assert page.locator(".where").text_content() == "Row 1, column 8: how it divides its attention"
    assert numbers(page) == ["0.0 %", "25.0 %", "12.5 %", "62.5 %"]
    for _ in range(20):  # stops at the edge
        page.keyboard.press("ArrowRight")
    assert numbers(page) == ["25.0 %", "25.0 %", "12.5 %", "37.5 %"]


def test_the_pointer_chooses_the_place_under_it(visit):
    page = visit("maps")
    box = page.locator(".stage").bounding_box()
    page.mouse.move(box["x"] + 0.97 * box["width"], box["y"] + 0.03 * box["height"])
    assert page.locator(".where").text_content().startswith("Row 1, column 16")


def test_a_field_drawn_by_pointer_or_by_shift_and_arrows_shows_the_mean_of_its_places_and_stays(visit):
    page = visit("maps")
    box = page.locator(".stage").bounding_box()

    def at(column, row):
        return box["x"] + (column - 0.5) / 16 * box["width"], box["y"] + (row - 0.5) / 16 * box["height"]

    page.mouse.move(*at(15, 1))
    page.mouse.down()
    page.mouse.move(*at(16, 2))
    page.mouse.up()
    page.mouse.move(*at(3, 9))
    field = "4 places from row 1, column 15: how they divide their attention"
    assert page.locator(".where").text_content() == field
    assert numbers(page) == ["6.2 %", "12.5 %", "12.5 %", "68.8 %"]  # (0.25 + 0 + 0 + 0) / 4, (0.25 + 0.25 + 0 + 0) / 4
    page.locator(".stage").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowLeft")
    assert page.locator(".where").text_content().startswith("2 places from row 1, column 15")
    assert numbers(page)[:2] == ["12.5 %", "25.0 %"]


def test_the_colour_grows_with_the_share_and_has_the_same_scale_in_every_step(visit):
    page = visit("maps")
    assert page.locator(".high").text_content() == "50.0\u202f%"
    at_second = page.locator("canvas").evaluate(ALPHAS)
    assert all(a > 0 for a in at_second[:16]) and not any(at_second[16:])
    page.get_by_role("button", name="One frame back").click()
    at_first = page.locator("canvas").evaluate(ALPHAS)
    assert abs(at_first[0] - 2 * at_second[0]) <= 2
    expect_told(page, "returned None; told [0]")


def test_a_word_is_chosen_by_key_and_the_legend_names_it(visit):
    page = visit("maps")
    page.get_by_role("radio", name="hat").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.get_by_role("radio", name="سلام").get_attribute("aria-checked") == "true"
    assert "سلام" in page.locator(".scale").text_content()
    assert page.locator(".high").text_content() == "12.5\u202f%"


def test_a_step_that_python_has_left_is_told_again(visit):
    page = visit("maps")
    page.get_by_role("button", name="One frame forward").click()
    expect_told(page, "returned None; told [2]")
    page.get_by_role("button", name="first", exact=True).click()
    expect(page.locator(".place")).to_have_text("1 of 3")
    page.get_by_role("slider").focus()
    page.keyboard.press("End")
    expect_told(page, "returned None; told [2, 2]")
