"""Hallucination in a browser: a guess that shows the truth, an experiment that puts a fact into the prompt."""

import re

from playwright.sync_api import expect


def test_a_guess_shows_the_truth_and_an_experiment_puts_a_fact_into_the_prompt(visitor):
    page = visitor("/hallucination", reduced_motion="reduce")
    expect(page.get_by_text("appears here once you have guessed")).to_be_visible()
    page.get_by_role("radio", name="more than half, but not all").click()
    expect(page.get_by_text(re.compile("The first answer is wrong"))).to_be_visible()
    page.get_by_role("button", name="Put the fact into the prompt").click()
    page.wait_for_url(re.compile("look=fact"))
    expect(page.get_by_text(re.compile("turned a wrong answer into the right one"))).to_be_visible()
