"""Evaluation in a browser: a fault by a click, an experiment that opens its view, ten pairs judged blind."""

import re

from playwright.sync_api import expect

from pages.chapters.evaluation.pairs import sides


def test_a_fault_changes_what_the_metrics_say_and_is_in_the_link(visitor):
    page = visitor("/evaluation", reduced_motion="reduce")
    expect(page.get_by_text("Precision is fooled").or_(page.get_by_text(re.compile("Of six metrics")))).to_be_visible()
    page.get_by_role("button", name="Copy one in ten").click()
    page.wait_for_url(re.compile("fault=copies"))
    expect(page.get_by_text(re.compile("10.% are copies of the very pictures")).first).to_be_visible()


def test_ten_pairs_are_judged_one_after_another_and_counted_at_the_end(visitor):
    page = visitor("/evaluation?look=pairs", reduced_motion="reduce")
    for n in range(1, 11):
        expect(page.get_by_text(f"Pair {n} of 10")).to_be_visible()
        expect(page.get_by_text("You preferred")).to_have_count(0)  # blind until all are judged
        page.get_by_role("button", name="The left one").click()
    said = page.get_by_text(re.compile("You preferred"))
    expect(said).to_be_visible()
    preferred = sum(left == "gan" for left, _right in sides("gan_beta", 0))
    expect(said).to_contain_text(f"{preferred} of 10")
