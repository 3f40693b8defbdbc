"""Safety in a browser: a story with its mark, an experiment that takes it away, a bucket that empties."""

import re

from playwright.sync_api import expect


def test_an_experiment_takes_the_mark_away_and_a_bucket_refuses_what_is_too_much(visitor):
    page = visitor("/safety?look=rate", reduced_motion="reduce")
    expect(page.get_by_text(re.compile("The key finds the mark, even")).first).to_be_visible()
    for n in range(1, 8):
        page.get_by_role("button", name="Start 20 at once").click()
        expect(page.get_by_text(f"Asked {20 * n}")).to_be_visible()
    expect(page.get_by_text(re.compile("refused [1-9]"))).to_be_visible()
    page.get_by_role("button", name="Switch the mark off").click()
    page.wait_for_url(re.compile("strength=0"))
    expect(page.get_by_text("The key does not find the mark.").first).to_be_visible(timeout=60_000)
