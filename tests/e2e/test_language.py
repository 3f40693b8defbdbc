"""The language in a browser: one switch, kept from page to page, and part of every link."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.gestures import copied_link

SIDEBAR = "[data-testid=stSidebar]"


def title(page, text):
    expect(page.locator("[data-testid=stMain] h1")).to_have_text(text)


def test_the_switch_changes_the_page_and_the_next_page_and_the_address(visitor):
    page = visitor("/next-token")
    page.locator(SIDEBAR).get_by_role("radio", name="Deutsch").click()
    title(page, "Nächstes Token")
    page.wait_for_url(re.compile("lang=de"))
    page.locator(f"{SIDEBAR} a", has_text="Aufmerksamkeit").click()
    title(page, "Aufmerksamkeit")
    page.wait_for_url(re.compile("/attention.*lang=de"))
    page.locator(SIDEBAR).get_by_role("radio", name="English").click()
    title(page, "Attention")
    expect(page).to_have_url(re.compile("/attention(?!.*lang=)"))


@pytest.fixture
def german_browser(chrome, app):
    context = chrome.new_context(locale="de-DE")
    page = context.new_page()
    page.set_default_timeout(90_000)
    yield lambda path: page.goto(app + path) and page
    context.close()


def test_a_german_browser_gets_german_unless_the_address_or_the_visitor_says_otherwise(german_browser):
    page = german_browser("/next-token")
    title(page, "Nächstes Token")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.locator(SIDEBAR).get_by_role("radio", name="English").click()
    title(page, "Next token")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.wait_for_url(re.compile("lang=en"))
    page.reload()
    title(page, "Next token")
    page = german_browser("/attention?lang=en")
    title(page, "Attention")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_slider_has_a_decimal_comma_in_german_while_it_moves_and_a_point_in_english(visitor):
    page = visitor("/next-token?lang=de")
    slider = page.locator(".st-key-temperature [data-testid=stSlider]")
    thumb, field = slider.locator("[data-testid=stSliderThumbValue]"), slider.locator("input[type=range]")
    expect(thumb).to_have_text("1,00")
    expect(field).to_have_attribute("aria-valuetext", "1,00")
    field.press("ArrowRight")
    expect(thumb).to_have_text("1,05")
    expect(field).to_have_attribute("aria-valuetext", "1,05")
    page.wait_for_url(re.compile("temperature=1.05"))
    page.locator(SIDEBAR).get_by_role("radio", name="English").click()
    title(page, "Next token")
    expect(thumb).to_have_text("1.05")


def test_numbers_of_sentences_charts_and_components_have_a_decimal_comma_in_german(visitor):
    page = visitor("/next-token?lang=de")
    expect(page.get_by_text("7,1\u202f%", exact=True).first).to_be_visible()  # of the first bar, a component
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.get_by_text("Quellen").wait_for()
    said = page.locator("[data-testid=stMain]").inner_text()
    assert re.search(r"\d,\d\u202f%", said) and re.findall(r".*\d\.\d+\u202f%", said) == []


def test_a_copied_link_is_german_in_another_browser_with_what_the_teacher_fixed(visitor):
    clipboard = ["clipboard-read", "clipboard-write"]
    path = "/next-token?lang=de&lock=temperature&hide=seed&question=Warum%3F&temperature=0.5"
    first = visitor(path, permissions=clipboard)
    first.get_by_text(re.compile("Nach „The cat sat on the“")).wait_for()
    link = copied_link(first, "Link kopieren", "Kopiert")
    assert "lang=de" in link.query
    second = visitor(f"{link.path}?{link.query}")
    title(second, "Nächstes Token")
    second.get_by_text(re.compile("Deine Lehrkraft fragt: ?Warum")).first.wait_for()
    second.get_by_text("Bit für Bit das Ergebnis, aus dem dieser Link entstand.").wait_for()
    assert second.locator("[data-testid=stSlider] input[type=range]").first.is_disabled()
