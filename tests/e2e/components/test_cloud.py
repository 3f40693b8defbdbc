"""Clouds in a browser: a point stands where the numbers say, is turned by key and by pointer, and plays."""

import numpy as np
import pytest

from pages.figures.components import cloud as module

ORANGE = """canvas => { const { width, height } = canvas;
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
    let [n, x, y] = [0, 0, 0];
    for (let i = 0; i < width * height; i++) if (data[4 * i] > 150 && data[4 * i + 2] < 100 && data[4 * i + 3] > 100) {
        n++; x += i % width; y += Math.floor(i / width); }
    return [2 * x / n / width - 1, 1 - 2 * y / n / height]; }"""
REACH = 1.45


def seen(point, yaw=3.74, pitch=0.35):
    """Where a point of space is seen, from −1 to 1."""
    x, y, z = point
    across, away = np.cos(yaw) * x + np.sin(yaw) * z, np.cos(yaw) * z - np.sin(yaw) * x
    return np.array([across, np.cos(pitch) * y - np.sin(pitch) * away]) / REACH


def orange(page):
    return page.locator("canvas").evaluate(ORANGE)


def test_a_point_stands_where_its_numbers_say_and_is_turned_by_key(visit):
    page = visit("cloud")
    assert orange(page) == pytest.approx(seen((0.9, 0.5, 0.2)), abs=0.02)
    page.locator("canvas").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert orange(page) == pytest.approx(seen((0.9, 0.5, 0.2), 3.74 + 0.6, 0.35 + 0.15), abs=0.02)


def test_a_drag_turns_it_and_no_turn_goes_over_the_top(visit):
    page = visit("cloud")
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.3 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 0.3 * box["height"])
    page.mouse.up()
    assert float(page.locator("canvas").get_attribute("data-yaw")) == pytest.approx(3.74 + np.pi / 2, abs=0.05)
    page.locator("canvas").focus()
    for _ in range(20):
        page.keyboard.press("ArrowDown")
    assert float(page.locator("canvas").get_attribute("data-pitch")) == 1.4


def test_the_steps_are_scrubbed_and_each_is_said_in_words(visit):
    page = visit("cloud")
    assert page.get_by_role("img", name="the point at step 0").is_visible()
    page.get_by_role("button", name="One frame forward").click()
    assert page.get_by_role("img", name="the point at step 1").is_visible()
    assert page.locator(".value").text_content() == "step 1"
    assert orange(page) == pytest.approx(seen((0.1, 0.5, 0.2)), abs=0.02)
    assert "<b>one</b>" in page.locator(".legend").inner_text()
    assert page.locator(".scale").inner_text().split() == ["height:", "low", "high"]


def test_a_wish_for_no_motion_is_kept(visit):
    page = visit("cloud&autoplay", reduced_motion="reduce")
    page.wait_for_timeout(800)
    assert page.locator(".value").text_content() == "step 2"


def test_numbers_that_cannot_be_drawn_are_refused():
    whole, broken = (module.Cloud(name="x", frames=np.full((4, 3), v), colour="blue") for v in (0.0, np.nan))
    two = module.Cloud(name="x", frames=np.zeros((2, 4, 3)), colour="blue")
    for layer, values in ((broken, ["a"]), (two, ["a"])):
        with pytest.raises(ValueError, match="finite"):
            module.cloud([layer], values, values, key="it", label="x")
    with pytest.raises(ValueError, match="captions"):
        module.cloud([whole], ["a"], [], key="it", label="x")
