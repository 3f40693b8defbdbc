"""The main job in a browser: Next token on the visitor's own text, and the link that restores it elsewhere."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from pages.frame import registry
from tests.e2e.gestures import copied_link

MAIN = "[data-testid=stMain]"


def bars(page):
    rows = page.locator(".st-key-bars .row")
    rows.first.wait_for()
    return [" ".join(text.split()) for text in rows.all_inner_texts()]


def type_prompt(page, text):
    area = page.locator(f"{MAIN} textarea").first
    area.fill(text)
    area.press("Control+Enter")


def test_own_text_gives_live_probabilities(visitor):
    page = visitor("/next-token")
    before = bars(page)
    type_prompt(page, "The capital of France is")
    page.get_by_text(re.compile(r"After “The capital of France is”")).wait_for()
    assert bars(page) != before and any("Paris" in row for row in bars(page))
    assert page.locator(".st-key-run-line").get_by_text(re.compile("live|cached")).count()
    assert "prompt=The" in page.url


def test_a_copied_link_shows_the_same_in_another_browser(visitor):
    clipboard = ["clipboard-read", "clipboard-write"]
    first = visitor("/next-token?prompt=Once+upon+a+time&temperature=0.5", permissions=clipboard)
    first.get_by_text(re.compile("After “Once upon a time”")).wait_for()
    shown = bars(first)
    link = copied_link(first)
    second = visitor(f"{link.path}?{link.query}")
    second.get_by_text(re.compile("After “Once upon a time”")).wait_for()
    assert bars(second) == shown
    second.get_by_text("Bit for bit the result this link was made from.").wait_for()


def test_clicking_a_bar_appends_its_token_and_goes_on(visitor):
    page = visitor("/next-token")
    bars(page)
    page.locator(".st-key-bars .row").first.click()
    page.get_by_text(re.compile("After “The cat sat on the cat”")).wait_for()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text(re.compile("After “The cat sat on the”"))).to_be_visible()


def test_markup_in_a_prompt_stays_text(visitor):
    hostile = "<img src=x onerror=alert(1)> **b** $x$"
    page = visitor("/next-token")
    bars(page)
    type_prompt(page, hostile)
    page.get_by_text(re.compile(r"After “<img src=x onerror=alert\(1\)> \*\*b\*\* \$x\$”")).wait_for()
    assert page.locator(f"{MAIN} img[src=x]").count() == 0


def test_a_phone_shows_hook_figure_and_controls_in_this_order_without_scrolling_sideways(visitor):
    page = visitor("/next-token", width=360, is_mobile=True, has_touch=True)
    bars(page)
    figure = page.locator("[class*=st-key-stage]").bounding_box()
    controls = page.locator("[class*=st-key-controls]").bounding_box()
    assert figure["y"] < controls["y"]
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 361

    more = page.get_by_role("button", name="More actions")
    expect(page.get_by_role("button", name="Download")).to_be_hidden()
    more.click()
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("button", name="Download")).to_be_visible()

    count = len(registry.written())
    page.get_by_role("button", name=f"Chapter 2 of {count}, Next token: all chapters").click()
    sidebar = page.locator("[data-testid=stSidebar]")
    expect(sidebar).to_have_attribute("data-collapsed", "false")
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    after = registry.following("next-token")
    page.get_by_role("link", name=f"Next: {after.title}").first.click()
    expect(page).to_have_url(re.compile(f"/{after.slug}"))


def test_the_figure_stays_in_view_while_the_steps_beside_it_are_read_and_each_step_leads_to_its_part(visitor):
    page = visitor("/next-token", reduced_motion="reduce")
    page.get_by_text("What you saw").wait_for()
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    figure = page.locator(".st-key-stage-live")
    for name, part in (("Predict", "prediction"), ("Change", "controls"), ("Why", "part-explain")):
        step = page.get_by_role("navigation", name="Steps of this chapter").get_by_role("button", name=name)
        step.click()
        expect(step).to_have_attribute("aria-current", "step")
        expect(page.locator(f".st-key-{part}-live")).to_be_focused()
        expect(page.locator(f".st-key-{part}-live")).to_be_in_viewport()
        box, text = figure.bounding_box(), page.locator(f".st-key-{part}-live").bounding_box()
        assert box["x"] >= text["x"] + text["width"], "the figure is on the right"
        assert 0 <= box["y"] and box["y"] + box["height"] <= 900, "all of it is in view"


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (853, 480), (390, 844)])
def test_an_experiment_brings_the_figure_into_view_and_gives_it_the_focus(visitor, width, height):
    page = visitor("/next-token", width=width, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": height})
    bars(page)
    page.get_by_role("button", name=re.compile("0.2")).click()
    page.get_by_text(re.compile("at temperature 0.20")).wait_for(state="attached")
    figure = page.locator(".st-key-stage-live")
    expect(figure).to_be_focused()
    assert 0 <= figure.bounding_box()["y"] < height / 2


def test_what_changed_is_said_to_a_screen_reader(visitor):
    page = visitor("/next-token")
    bars(page)
    said = page.get_by_role("status").filter(has_text="After “The cat")
    assert said.count() == 0  # on arrival the page itself is read
    page.get_by_role("button", name=re.compile("0.2")).click()
    said.filter(has_text="at temperature 0.20").wait_for(state="attached")
    page.get_by_text("not sure").click()
    page.get_by_role("status").filter(has_text="Good to know.").wait_for(state="attached")


def test_the_open_tab_is_in_the_link_and_comes_back_elsewhere(visitor):
    page = visitor("/next-token")
    bars(page)
    page.get_by_role("tab", name="All tokens together").click()
    page.wait_for_url("**look=curve**")
    link = urlsplit(page.url)
    other = visitor(f"{link.path}?{link.query}")
    expect(other.get_by_role("tab", name="All tokens together")).to_have_attribute("aria-selected", "true")
    other.get_by_role("tab", name="Four temperatures").click()
    expect(other).not_to_have_url(re.compile("look="))


def test_the_way_back_leaves_the_filters_as_they_were(visitor):
    page = visitor("/next-token?depth=deep")
    bars(page)
    type_prompt(page, "Once upon a time")
    page.get_by_text(re.compile("After “Once upon a time”")).wait_for()
    before = bars(page)
    page.locator(".st-key-bars .row").first.click()
    page.get_by_role("button", name="Undo").wait_for()
    page.go_back()
    page.get_by_text(re.compile("After “Once upon a time”, .* 49,152 of 49,152 tokens pass the filters")).wait_for()
    assert bars(page) == before


def test_a_link_copied_on_the_next_page_still_carries_what_the_teacher_fixed(visitor):
    page = visitor("/tokens?lock=temperature&question=Why%3F", permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-testid=stSidebarNavLink]", has_text="Next token").click()
    bars(page)
    query = parse_qs(copied_link(page).query)
    assert (query["lock"], query["question"]) == (["temperature"], ["Why?"])


def test_a_token_picked_before_the_typed_text_s_pass_is_over_is_that_text_s(visitor):
    """A text that nobody asked for, long enough that its pass is not over when the click arrives."""
    page = visitor("/next-token?temperature=0")
    bars(page)
    text = " ".join(f"Robot {n} likes tea." for n in range(1, 22)) + " The capital of France is"
    page.locator(f"{MAIN} textarea").first.fill(text)
    page.get_by_role("button", name="Pick a token at random").click()
    expect(page.locator(f"{MAIN} textarea").first).to_have_value(f"{text} Paris")
    page.locator(f"{MAIN} textarea").first.fill("Something else")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"{MAIN} textarea").first).to_have_value("Something else")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
