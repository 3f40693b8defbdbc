"""The map in a browser: the picture is the one under the pointer, by mouse and by key, and points stand in place."""

from playwright.sync_api import expect

RED = "c => c.getContext('2d').getImageData(4, 4, 1, 1).data[0]"
AT = """(c, [x, y]) => [...c.getContext('2d').getImageData(Math.round(x * c.width), Math.round(y * c.height), 1, 1)
    .data.slice(0, 3)]"""


def read(page):
    return page.locator("figcaption")


def test_the_picture_is_the_one_that_lies_nearest_to_the_pointer(visit):
    page = visit("places")
    expect(read(page)).to_have_text("row 0, column 0 <b>")
    assert abs(page.locator(".picture").evaluate(RED) - 20) <= 1
    box = page.locator(".map").bounding_box()
    page.mouse.move(box["x"] + 0.93 * box["width"], box["y"] + 0.07 * box["height"])
    expect(read(page)).to_have_text("row 2, column 2 <b>")
    assert abs(page.locator(".picture").evaluate(RED) - 220) <= 1
    expect(page.locator(".place")).to_have_text("z = (1.00, 2.00)")
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.07 * box["height"])
    assert abs(page.locator(".picture").evaluate(RED) - 200) <= 1
    assert page.get_by_role("img", name="Face decoded at (0.00, 2.00): row 2, column 1 <b>").is_visible()


def test_arrow_keys_move_the_place_and_stop_at_the_edge(visit):
    page = visit("places")
    expect(read(page)).to_have_text("row 0, column 0 <b>")
    page.locator(".map").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(read(page)).to_have_text("row 1, column 1 <b>")
    page.keyboard.press("Shift+ArrowLeft")
    expect(read(page)).to_have_text("row 1, column 0 <b>")


def test_points_stand_where_their_numbers_say_or_all_pictures_are_shown(visit):
    page = visit("places")
    expect(read(page)).to_have_text("row 0, column 0 <b>")
    red, green, blue = page.locator(".map").evaluate(AT, [0.5, 0.5])
    assert red > 200 and blue < 60, "the first point lies in the middle, in its kind's colour"
    red, green, blue = page.locator(".map").evaluate(AT, [0.96, 0.04])
    assert blue > 150 and red < 60, "the second in the upper right corner"
    assert "<b>one</b>" in page.locator(".legend").inner_text()
    page = visit("places&faces")
    expect(read(page)).to_have_text("row 0, column 0 <b>")
    assert abs(page.locator(".map").evaluate(AT, [0.5, 0.5])[0] - 120) <= 2
    assert page.locator(".legend").is_hidden()
