"""History in a browser: seven machines on arrival, a beginning of one's own in the link, the game's score."""

import re

from playwright.sync_api import expect


def texts(page):
    cards = page.locator("[class*=st-key-machine-]")
    expect(cards).to_have_count(7)
    return cards.locator("[data-testid=stText]")


def test_all_machines_stand_there_on_arrival_and_a_link_brings_the_same_texts(visitor):
    page = visitor("/history?order=5", reduced_motion="reduce")
    expect(texts(page)).to_have_count(7)
    written = texts(page).all_inner_texts()
    assert len(set(written)) == 7
    page.get_by_role("tab", name="What they remember").click()
    page.wait_for_url(re.compile("look=memory"))
    other = visitor(f"/history?{page.url.partition('?')[2]}", reduced_motion="reduce")
    expect(texts(other)).to_have_text(written)
    expect(other.get_by_role("tab", name="What they remember")).to_have_attribute("aria-selected", "true")


def test_a_guess_is_counted_beside_what_guessing_gives(visitor):
    page = visitor("/history?look=game", reduced_motion="reduce")
    page.get_by_role("radio", name=re.compile("^LSTM, 1997")).click()
    expect(page.get_by_text(re.compile("of 1 guess right"))).to_contain_text("1 in 7")
    page.get_by_role("button", name="Next text").click()
    page.get_by_role("radio", name=re.compile("^ELIZA, 1966")).click()
    expect(page.get_by_text(re.compile("of 2 guesses right"))).to_be_visible()


def test_on_arrival_machine_after_machine_comes(visitor):
    cards = visitor("/history").locator("[class*=st-key-machine-]")
    expect(cards).to_have_count(7)
    order = cards.evaluate_all("all => all.map(e => parseFloat(getComputedStyle(e).animationDelay))")
    assert order == sorted(set(order)) and len(order) == 7 and order[-1] < 4
