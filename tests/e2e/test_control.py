"""Control in a browser: an experiment sets both prompts, opens its view, and its answer is in the link."""

import re

from playwright.sync_api import expect


def test_an_experiment_patches_another_pair_and_shows_which_word_it_needs(visitor):
    page = visitor("/control", reduced_motion="reduce")
    expect(page.get_by_text("In between the answer moves.")).to_be_visible()
    page.get_by_role("button", name="A sunset").click()
    page.wait_for_url(re.compile("look=hide"))
    expect(page.get_by_text(re.compile("needs .*east"))).to_be_visible(timeout=60_000)
    expect(page.get_by_text(re.compile("Several tokens differ"))).to_be_visible()
