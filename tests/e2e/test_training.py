"""Training in a browser: the film of what it writes, a checkpoint in the link, a live run that is stopped."""

import re

from playwright.sync_api import expect

STILL = "[data-test-script-state=notRunning]"


def test_a_checkpoint_that_one_rests_on_is_in_the_link_and_opens_there_elsewhere(visitor):
    page = visitor("/training", reduced_motion="reduce")
    page.locator(".place").wait_for()
    page.get_by_role("button", name="One frame back").click()
    page.wait_for_url(re.compile(r"at=\d"))
    place, text = page.locator(".place").inner_text(), page.locator(".page > .text").inner_text()
    other = visitor(f"/training?{page.url.partition('?')[2]}", reduced_motion="reduce")
    expect(other.locator(".place")).to_have_text(place)
    expect(other.locator(".page > .text")).to_have_text(text)


def test_a_run_is_drawn_as_it_learns_stops_with_what_there_is_and_goes_on_from_there(visitor):
    page = visitor("/training?updates=1000&seed=5&amount=50000", reduced_motion="reduce")
    stopped = page.get_by_role("button", name=re.compile("Stopped at step"))
    update = page.get_by_text(re.compile(r"Update [\d,]+ of 1,000 "))
    update.filter(has_text=re.compile(r"Update \d{2}")).wait_for()
    page.get_by_role("button", name="Stop", exact=True).click()
    made = int(re.search(r"step ([\d,]+) of", stopped.inner_text())[1].replace(",", ""))
    page.locator(STILL).wait_for()
    assert page.get_by_text("You stopped this run").count() == 1
    stopped.click()
    first = int(re.search(r"Update ([\d,]+)", update.inner_text())[1].replace(",", ""))
    assert first >= made >= 10
    page.get_by_role("button", name="Stop", exact=True).click()
