"""Cost in a browser: an experiment changes the scale, another opens its view, and both are in the link."""

import re

from playwright.sync_api import expect


def test_experiments_change_the_scale_and_open_the_formulas(visitor):
    page = visitor("/cost", reduced_motion="reduce")
    expect(
        page.get_by_text("energy a token, estimated").or_(page.get_by_text("energy a token, measured"))
    ).to_be_visible()
    page.get_by_role("button", name="Another measure").click()
    page.wait_for_url(re.compile("scale=operations"))
    expect(page.get_by_text("Training DeepSeek-V3")).to_be_visible()
    page.get_by_role("button", name="As large as GPT-3").click()
    page.wait_for_url(re.compile("look=scaling"))
    expect(page.get_by_text(re.compile("1,290 times SmolLM2-135M"))).to_be_visible()
