"""Three families in a browser: pictures of all four rows, one knob by link, and the same numbers in another browser."""

import re

import pytest
from playwright.sync_api import expect

FEW = "/families?count=2&steps=2"
FAMILIES = ("real", "beta", "gan", "diffusion")


def row(page, name):
    return page.locator(f".st-key-family-{name}")


def settled(page):
    for name in FAMILIES:
        expect(row(page, name).locator("img")).to_have_count(2, timeout=120_000)
    page.locator("[data-test-script-state=notRunning]").wait_for()  # a run under way moves the rows one by one


def alts(page):
    return [image.get_attribute("alt") for name in FAMILIES for image in row(page, name).locator("img").all()]


def test_an_experiment_changes_one_row_and_its_link_shows_the_same_pictures_elsewhere(visitor):
    page = visitor(FEW)
    settled(page)
    before = alts(page)
    assert len(before) == 8 and all(re.search(r"picture \d: \w", alt) for alt in before)
    page.get_by_role("button", name="GAN: truncation 0.3").click()
    page.wait_for_url(re.compile("psi=0.3"))
    expect(page.get_by_text("So few say little")).to_be_visible(timeout=120_000)
    page.get_by_role("tab", name="What goes wrong").click()
    expect(page.get_by_text("Nobody chose these")).to_be_visible(timeout=60_000)
    page.wait_for_url(re.compile("look=wrong"))
    other = visitor(FEW + "&psi=0.3")
    settled(other)
    after = alts(other)
    assert after[:4] == before[:4] and after[4:6] != before[4:6] and after[6:] == before[6:]
    third = visitor(FEW + "&psi=0.3")
    settled(third)
    assert alts(third) == after


def test_on_arrival_picture_after_picture_comes_and_all_stand_where_motion_is_unwanted(visitor):
    pictures = visitor("/families").locator("[class*=st-key-family-] img")
    expect(pictures).to_have_count(24, timeout=120_000)
    order = pictures.evaluate_all("all => all.map(e => parseFloat(getComputedStyle(e).animationDelay))")
    assert len(order) == 24 and order == sorted(set(order)) and order[-1] < 4
    still = visitor("/families", reduced_motion="reduce").locator("[class*=st-key-family-] img")
    expect(still).to_have_count(24, timeout=120_000)
    assert still.evaluate_all("all => all.flatMap(e => e.getAnimations())") == []


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_table_in_depth_pushes_no_phone_s_page_sideways(visitor, lang):
    page = visitor(f"{FEW}&depth=deep&lang={lang}", width=390, is_mobile=True, has_touch=True)
    table = page.locator("[data-testid=stExpander] table", has_text="softplus")
    table.wait_for()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 391
    assert page.locator("html").evaluate("html => html.scrollWidth") <= 391
