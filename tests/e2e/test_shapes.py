"""Shapes in a browser: the cloud plays and is turned, an experiment changes its size, and a phone shows it whole."""

import re

from playwright.sync_api import expect


def test_an_experiment_asks_for_a_size_and_the_link_shows_the_same_elsewhere(visitor):
    page = visitor("/shapes", reduced_motion="reduce")
    expect(page.locator(".st-key-stage").get_by_text("step 20 of 20")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Ask for the greatest size").click()
    page.wait_for_url(re.compile("size=100"))
    said = page.get_by_text(re.compile("Asked for: 55 %"))
    expect(said).to_be_visible(timeout=60_000)
    other = visitor("/shapes?size=100", reduced_motion="reduce")
    expect(other.get_by_text(said.inner_text())).to_be_visible(timeout=60_000)


def test_a_phone_shows_the_cloud_whole_and_turns_it_by_key(visitor):
    page = visitor("/shapes", width=390, is_mobile=True, has_touch=True, reduced_motion="reduce")
    canvas = page.locator(".st-key-stage canvas")
    canvas.wait_for(timeout=60_000)
    assert canvas.bounding_box()["width"] <= 390
    assert page.locator("html").evaluate("html => html.scrollWidth") <= 391
    before = canvas.get_attribute("data-yaw")
    canvas.focus()
    page.keyboard.press("ArrowRight")
    assert canvas.get_attribute("data-yaw") != before
