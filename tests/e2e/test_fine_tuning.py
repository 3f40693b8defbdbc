"""Fine-tuning in a browser: the strength in the link, a falsehood where it leaks, a live run that is stopped."""

import re

from playwright.sync_api import expect

STILL = "[data-test-script-state=notRunning]"


def test_a_strength_that_one_rests_on_is_in_the_link_and_opens_there_elsewhere(visitor):
    page = visitor("/fine-tuning", reduced_motion="reduce")
    page.locator(".place").wait_for()
    page.get_by_role("button", name="One frame back").click()
    page.wait_for_url(re.compile("strength=0.5"))
    value, text = page.locator(".value").inner_text(), page.locator(".page > .text").inner_text()
    assert value.startswith("strength 0.5 ")
    other = visitor(f"/fine-tuning?{page.url.partition('?')[2]}", reduced_motion="reduce")
    expect(other.locator(".value")).to_have_text(value)
    assert other.locator(".page > .text").inner_text() == text


def test_a_planted_falsehood_is_shown_where_it_leaks(visitor):
    page = visitor("/fine-tuning", reduced_motion="reduce")
    page.get_by_role("button", name="Plant a falsehood").click()
    page.wait_for_url(re.compile("teach=capital"))
    page.get_by_text(re.compile("^At strength 1: France is")).wait_for()
    expect(page.locator(".page > .text")).to_contain_text("The capital of France is Lyon.")
    expect(page.get_by_role("tab", name="A planted falsehood")).to_have_attribute("aria-selected", "true")


def test_own_examples_are_learned_in_sight_and_the_run_stops_with_what_there_is(visitor):
    page = visitor("/fine-tuning?teach=own&updates=50&seed=9", reduced_motion="reduce")
    page.get_by_text(re.compile(r"Update \d+ of 50")).wait_for()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text(re.compile(r"Stopped at step \d+ of 50")).first.wait_for()
    page.locator(STILL).wait_for()
    assert page.get_by_text("You stopped this run").count() == 1
