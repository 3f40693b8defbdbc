"""Memorisation in a browser: an experiment scores a text of one's own, and opens its view."""

import re

from playwright.sync_api import expect


def test_an_experiment_puts_a_text_beside_the_famous_one_and_a_tab_shows_all(visitor):
    page = visitor("/memorisation", reduced_motion="reduce")
    expect(page.get_by_text("11 more tokens")).to_be_visible()
    page.get_by_role("button", name="Nothing but repetition").click()
    page.wait_for_url(re.compile("own="))
    expect(page.get_by_text(re.compile("Your own text: .*bits per token"))).to_be_visible(timeout=60_000)
    page.get_by_role("tab", name="A planted secret").click()
    expect(page.get_by_text(re.compile("Before training, Mia Berg"))).to_be_visible()
