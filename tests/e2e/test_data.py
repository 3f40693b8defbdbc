"""Data in a browser: the heap on arrival, a document of one's own and a threshold in the link, a filter opened."""

import re

from playwright.sync_api import expect

LEFT = re.compile(r"^In the heap: \d+$")


def test_a_threshold_and_an_own_document_are_in_the_link_and_change_the_heap(visitor):
    page = visitor("/data", reduced_motion="reduce")
    expect(page.locator(".left")).to_have_text("In the heap: 296")
    page.locator(".st-key-try-data-0 button").click()
    page.wait_for_url(re.compile("alike=0.25"))
    expect(page.locator(".left")).to_have_text("In the heap: 275", timeout=30_000)
    box = page.locator(".st-key-mine textarea").first
    box.fill("Too short.")
    box.press("Control+Enter")
    page.wait_for_url(re.compile("mine=Too"))
    expect(page.get_by_text("taken as: Too short")).to_be_visible()
    other = visitor(f"/data?{page.url.partition('?')[2]}", reduced_motion="reduce")
    expect(other.get_by_text("taken as: Too short")).to_be_visible()
    expect(other.get_by_role("tab", name="Where to cut")).to_have_attribute("aria-selected", "true")


def test_a_filter_that_is_opened_shows_what_it_took_by_mistake(visitor):
    page = visitor("/data", reduced_motion="reduce")
    expect(page.get_by_text("good, but odd · ")).not_to_have_count(0)
    page.get_by_role("radio", name="Exact copies").click()
    page.wait_for_url(re.compile("opened=copies"))
    expect(page.get_by_text(re.compile("the same as document")).first).to_be_visible()
