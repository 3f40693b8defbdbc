"""The way of the focus through every page, the names of what is on it, and what axe finds there. Each page is opened
once; its tests share it."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from pages.frame import registry
from tests.axe import violations
from tests.e2e.conftest import WAIT

PAGES = ("", *(chapter.slug for chapter in registry.written()))
MAIN = "[data-testid=stMain]"
GRAVE = ("moderate", "serious", "critical")
CALM = 600  # milliseconds in which a new width or theme is drawn
# Notes where the focus is; the places are read at the end, when the page stands still. The bar at the top has none: it
# stays there whatever is scrolled.
NOTE = """() => {
  let at = document.activeElement;
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  (window.stops ??= []).push(at);
}"""
PLACES = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const end = window.stops.findIndex((at) => at.contains(main)); // a short page begins anew
  const stops = end < 0 ? window.stops : window.stops.slice(0, end);
  const seen = stops.filter((at) => main.contains(at.getRootNode().host ?? at));
  return seen.filter((at) => !(at.getRootNode().host ?? at).closest(".st-key-top-bar")).map((at) => {
    const { left, right, top } = at.getBoundingClientRect();
    return { what: at.getAttribute('aria-label') || at.textContent.slice(0, 40), left, right, y: top };
  });
}"""


AT_REST = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  return app?.dataset.testScriptState === "notRunning" && !document.querySelector("[data-stale=true]");
}"""
REACHED = """box => {
  const focused = document.activeElement;
  const help = (focused.getAttribute("aria-label") ?? "").startsWith("Help");
  return box.contains(focused) && focused.matches("textarea, input, button") && !help;
}"""


@pytest.fixture(scope="module", params=PAGES)
def opened(request, app, visitors):
    """A page, whole and at rest."""
    page = visitors.come(1280, reduced_motion="reduce")
    page.set_default_timeout(WAIT)
    page.goto(f"{app}/{request.param}")
    whole = "summary:has-text('Sources')" if request.param else "summary:has-text('Is my text stored?')"
    page.locator(f"{MAIN} {whole}").first.wait_for()
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    page.wait_for_timeout(CALM)
    yield page
    visitors.leave(page)


def slug_of(page):
    return urlsplit(page.url).path.strip("/")


def test_the_first_field_is_at_most_six_tab_stops_from_the_skip_link(opened):
    if slug_of(opened):
        opened.wait_for_function(AT_REST)
        # A page that draws itself anew takes the focus away: what counts is a way from start to end.
        assert min(stops_to_the_first_field(opened) for _ in range(3)) <= 6


def stops_to_the_first_field(page):
    """How often Tab is pressed, from where the skip link leads, until the first field or button of a chapter has the
    focus; the help beside its name is none."""
    first = page.locator("[class*=st-key-begin]").first
    first.wait_for()
    page.locator(MAIN).evaluate("main => { main.tabIndex = -1; main.focus(); }")
    for stops in range(1, 12):
        page.keyboard.press("Tab")
        if first.evaluate(REACHED):
            return stops
    return 12


def test_the_focus_goes_down_a_phone_s_page_and_stays_on_the_screen(opened):
    opened.set_viewport_size({"width": 390, "height": 900})
    opened.wait_for_timeout(CALM)
    opened.locator("[data-testid=stSkipToContent]").focus()
    opened.keyboard.press("Enter")
    for _stop in range(25):
        opened.keyboard.press("Tab")
        opened.evaluate(NOTE)
    stops = opened.evaluate(PLACES)
    assert len(stops) > 5
    assert [stop["what"] for stop in stops if stop["right"] <= 0 or stop["left"] >= 390] == []
    row = 60  # pixels: what stands beside each other
    pairs = zip(stops, stops[1:], strict=False)
    assert [(a["what"], b["what"]) for a, b in pairs if b["y"] < a["y"] - row] == []


def test_charts_are_one_named_picture_each_and_tables_help_and_sliders_are_named(opened):
    for chart in opened.locator("[data-testid=stPlotlyChart]").all():
        assert chart.get_attribute("role") == "img" and chart.get_attribute("aria-label")
        assert chart.locator("svg:not([aria-hidden=true])").count() == 0
    for table in opened.locator("[data-testid=stTable] table").all():
        assert table.get_attribute("aria-label")
        assert table.locator("tbody td:first-child:not([role=rowheader])").count() == 0
    assert opened.get_by_role("button", name="Help", exact=True).count() == 0
    for slider in opened.get_by_role("slider").all():
        expect(slider).to_have_accessible_name(slider.get_attribute("aria-label"), timeout=5000)


def test_headings_lead_through_a_page_and_buttons_are_called_by_what_they_belong_to(opened):
    assert opened.get_by_role("heading", level=1).count() == 1
    if slug_of(opened):
        for name in ("The figure", "Predict", "What you see", "Try it", "What you saw"):
            assert opened.get_by_role("heading", level=2, name=name, exact=True).count(), name
    for role, name in (("button", "Increment|Decrement|Expand sidebar"), ("link", "Link to heading")):
        assert opened.get_by_role(role, name=re.compile(f"^({name})$")).count() == 0
    icons = "[data-testid=stMarkdownContainer] [role=img][aria-label$=' icon']:not([aria-hidden=true])"
    assert opened.locator(icons).count() == 0
    opened.set_viewport_size({"width": 390, "height": 900})
    expect(opened.get_by_role("button", name="Menu", exact=True)).to_be_visible()


def test_axe_finds_nothing_grave(opened):
    """Both widths and both themes; every second page the other way round, so that all four pairs are looked at."""
    opened.evaluate("document.activeElement.blur()")  # the help of a button that has the focus
    opened.keyboard.press("Escape")
    themes = ("light", "dark") if PAGES.index(slug_of(opened)) % 2 else ("dark", "light")
    for width, theme in zip((1280, 390), themes, strict=True):
        opened.set_viewport_size({"width": width, "height": 900})
        opened.emulate_media(color_scheme=theme, reduced_motion="reduce")
        opened.wait_for_timeout(CALM)
        assert not lasting(opened), (theme, width)


def test_long_german_words_do_not_push_a_phones_page_sideways(opened):
    """The last to use the page: it leaves it in German."""
    opened.set_viewport_size({"width": 1280, "height": 900})
    opened.locator("[data-testid=stSidebar]").get_by_role("radio", name="Deutsch").click()
    opened.get_by_role("heading", name=re.compile("^(Probier es aus|Häufige Fragen)$")).wait_for()
    opened.wait_for_function(AT_REST)
    opened.set_viewport_size({"width": 360, "height": 900})
    opened.wait_for_timeout(CALM)
    assert opened.locator(MAIN).evaluate("main => main.scrollWidth") <= 361
    assert opened.locator("html").evaluate("html => html.scrollWidth") <= 361


def lasting(page):
    """What axe finds and finds again: while a result takes the place of another, the old one fades for a moment."""
    for _ in range(4):
        page.wait_for_function(AT_REST)
        found = [v for v in violations(page) if v["impact"] in GRAVE]
        if not found:
            break
        page.wait_for_timeout(1500)
    return [(v["id"], [node["target"] for node in v["nodes"][:3]]) for v in found]


def test_marks_in_a_table_are_said_in_words(visitor):
    page = visitor("/writing", reduced_motion="reduce")
    page.get_by_role("button", name="Table").click()
    for sign, said in (("↵", "new line"), (".", "full stop"), (",", "comma")):
        cell = page.locator("[data-testid=stTable] [role=rowheader]", has_text=re.compile(f"^{re.escape(sign)}$"))
        expect(cell.first).to_have_attribute("aria-label", said)


def test_a_chapter_is_printed_without_what_only_a_screen_can_do(visitor):
    page = visitor("/next-token")
    page.get_by_text("What you saw").wait_for()
    kept = page.get_by_text(re.compile("After “The cat sat on the”"))
    gone = ("stSidebar", "stHeader", "stButton")
    page.emulate_media(media="print")
    for part in gone:
        expect(page.locator(f"[data-testid={part}]").first).to_be_hidden()
    expect(kept.first).to_be_visible()
