"""Bias in a browser: an experiment that subtracts the base rate, and pictures counted."""

import re

from playwright.sync_api import expect


def test_the_base_rate_is_subtracted_by_a_click_and_is_in_the_link(visitor):
    page = visitor("/bias", reduced_motion="reduce")
    expect(page.get_by_text(re.compile("Over 52 occupations"))).to_be_visible()
    page.get_by_role("button", name="Subtract the base rate", exact=True).click()
    page.wait_for_url(re.compile("base=true"))
    expect(page.get_by_text(re.compile("Intervals: “he” 23, “she” 21, neither 8"))).to_be_visible()
    page.get_by_role("tab", name="Pictures").click()
    expect(page.get_by_text(re.compile("of 12 attributes")).first).to_be_visible()
