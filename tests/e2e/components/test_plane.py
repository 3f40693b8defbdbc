"""The plane in a browser: what is drawn stands where the numbers say, steps by key, and can be drawn on."""

import re

import numpy as np

from pages.figures.components import plane as module
from tests.e2e.components.common import draw_alone, expect_told

PIXEL = """(canvas, [x, y]) => [...canvas.getContext('2d').getImageData(
    Math.round((x + 1) / 2 * canvas.width), Math.round((1 - y) / 2 * canvas.height), 1, 1).data.slice(0, 3)]"""


def pixel(page, x, y):
    return page.locator("canvas").evaluate(PIXEL, [x, y])


def is_orange(rgb):
    red, green, blue = rgb
    return red > 150 and red - blue > 80 and blue < green < red


def test_a_point_stands_where_its_numbers_say_in_each_frame(visit):
    page = visit("points")
    page.locator("canvas").focus()
    for x in (-0.8, -0.4, 0.0, 0.4, 0.8):
        assert is_orange(pixel(page, x, 0)), x
        assert page.get_by_role("img", name=f"the point is at {x:.1f}").is_visible()
        page.keyboard.press("ArrowRight")
    assert page.locator(".value").text_content() == "step 4"
    assert not is_orange(pixel(page, -0.8, 0))


def test_a_signed_surface_is_blue_where_low_and_red_where_high(visit):
    page = visit("points")
    low, high = pixel(page, -0.9, 0.8), pixel(page, 0.9, 0.8)
    assert low[2] > low[0] + 40 and high[0] > high[2] + 40


def test_the_canvas_stays_square_and_is_named_in_words_beside_its_colours(visit):
    page = visit("points", width=360)
    box = page.locator("canvas").bounding_box()
    assert abs(box["width"] - box["height"]) < 1
    assert "<b>point</b>" in page.locator(".legend").inner_text()
    assert re.search("height: low.*high", page.locator(".legend").inner_text(), re.DOTALL)


def test_points_drawn_by_hand_reach_python_where_they_were_drawn(visit):
    page = visit("points")
    page.get_by_role("button", name="Draw points by hand").click()
    box = page.locator("canvas").bounding_box()

    def at(x, y):
        return box["x"] + (x + 1) / 2 * box["width"], box["y"] + (1 - y) / 2 * box["height"]

    page.mouse.move(*at(-0.5, 0.5))
    page.mouse.down()
    page.mouse.move(*at(0.5, 0.25))
    page.mouse.up()
    page.get_by_role("button", name="Done").click()
    expect_told(page, "returned None; told [[(-0.5, 0.5), (0.5, 0.25)]]")
    page.get_by_role("button", name="Clear the points").click()
    expect_told(page, "returned None; told [[(-0.5, 0.5), (0.5, 0.25)], []]")


def test_without_the_pen_a_drag_draws_nothing(visit):
    page = visit("points")
    page.locator("canvas").click()
    page.wait_for_timeout(500)
    expect_told(page, "returned None; told []")


def test_the_legend_names_a_surface_alone_and_a_layer_that_comes_later(chrome, monkeypatch):
    sent = []
    monkeypatch.setattr(module, "_mount", lambda **given: sent.append(given["data"]))
    height = module.Surface(
        name="height", frames=np.zeros((4, 4)), low=0, high=1, low_name="low", high_name="high", colour="blue"
    )
    point = module.Points(name="point", frames=np.zeros((1, 2)), colour="orange")
    for layers in ([height], [point, height]):
        module.plane(layers, ["value"], ["caption"], key="it", label="A plane")
    page = chrome.new_page()
    draw_alone(page, "plane", sent[0])
    assert page.locator(".legend > *").all_inner_texts() == ["height: lowhigh"]
    assert page.locator(".legend").is_visible()
    draw_alone(page, "plane", sent[1])
    assert page.locator(".legend > *").all_inner_texts() == ["point", "height: lowhigh"]
    page.close()
