"""Home in a browser: the demonstration plays by itself, links carry experiments, unknown addresses are answered."""

import re

import pytest
from playwright.sync_api import expect

MAIN = "[data-testid=stMain]"


def test_the_demonstration_writes_by_itself_and_can_be_stopped(visitor):
    page = visitor("/")
    film = page.locator(".st-key-demonstration")
    film.get_by_text("Once upon a time", exact=True).wait_for()
    film.get_by_text(re.compile(r"^[3-9] of \d+$")).wait_for()  # it got there without a click
    film.get_by_role("button", name="Pause").click()
    stopped = film.inner_text()
    page.wait_for_timeout(1500)
    assert film.inner_text() == stopped


def test_the_first_button_leads_to_the_first_experiment(visitor):
    page = visitor("/")
    page.get_by_role("link", name="Try it on your own text").click()
    expect(page.locator(f"{MAIN} h1")).to_have_text("Next token")


def test_a_question_opens_its_experiment_with_the_controls_set(visitor):
    page = visitor("/")
    page.get_by_text("Why does it invent facts?").click()
    page.get_by_role("link", name="Ask for the first man on Mars").click()
    page.get_by_text(re.compile("After “The first man on Mars was named”")).wait_for()
    assert "prompt=" in page.url


def test_an_event_of_the_timeline_leads_to_its_chapter(visitor):
    page = visitor("/")
    page.get_by_role("button", name=re.compile("Guess the next letter")).click()
    page.get_by_role("link", name="Open Next token").and_(page.locator(".st-key-timeline a")).click()
    expect(page.locator(f"{MAIN} h1")).to_have_text("Next token")


@pytest.mark.parametrize("path", ["/nothing-here", "/nothing%20here", "/[b](javascript:alert(1))", "/%3Cb%3E"])
def test_an_unknown_address_is_answered_by_a_sentence_and_the_map(visitor, path):
    page = visitor(path)
    page.get_by_text("Here is the map.").wait_for()
    assert page.get_by_role("dialog").count() == 0
    assert page.locator("[data-testid=stAlert] :is(a, b)").count() == 0, "the address is text, never markup"


def test_the_sentence_goes_when_the_visitor_goes_on(visitor):
    page = visitor("/nothing-here")
    page.get_by_text("Here is the map.").wait_for()
    page.locator("[data-testid=stSidebarNavLink]", has_text="Home").click()
    expect(page.get_by_text("Here is the map.")).to_be_hidden()
    expect(page.locator(f"{MAIN} h1")).to_have_text("Generative AI, Live")


def test_a_picture_is_drawn_beside_the_text_and_both_are_on_the_first_screen(visitor):
    page = visitor("/")
    film = page.locator(".st-key-home-film")
    film.get_by_text(re.compile(r"^[3-9] of \d+$")).wait_for()
    for key in ("home-film", "demonstration"):
        assert page.locator(f".st-key-{key}").bounding_box()["y"] < 500
