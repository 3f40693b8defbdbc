"""Inside in a browser: reduced motion shows the finished way, a step back is the layer shown, and boxes and numbers are
read by keyboard."""

import re

from playwright.sync_api import expect


def test_a_box_opens_and_its_numbers_are_read_by_keyboard(visitor):
    page = visitor("/inside", reduced_motion="reduce")
    expect(page.get_by_text("after all 30 layers")).to_be_visible()
    page.get_by_role("button", name="One frame back").click()
    page.wait_for_url(re.compile("inside_layer=28"))
    page.get_by_role("tab", name=re.compile("^Attention")).focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Open box: Embedding")).to_be_visible()
    page.wait_for_url(re.compile("box=embedding"))
    numbers = page.get_by_role("slider", name=re.compile("^embedding"))
    numbers.focus()
    page.keyboard.press("End")
    expect(numbers).to_have_attribute("aria-valuetext", re.compile("number 576 of 576: "))
    page.get_by_role("button", name="One MLP off").click()
    expect(page.get_by_text(re.compile("The MLP adds nothing in layer 0"))).to_be_visible(timeout=60_000)
