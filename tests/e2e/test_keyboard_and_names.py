"""The way of the focus through every page, and the names of what is on it. Each is opened once; its tests share it."""

import pytest
from playwright.sync_api import expect

from pages.frame import registry
from tests.e2e.conftest import WAIT

MAIN = "[data-testid=stMain]"
CALM = 600  # milliseconds in which a new width or theme is drawn
# Notes where the focus is; the places are read at the end, when the page stands still.
NOTE = """() => {
  let at = document.activeElement;
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  (window.stops ??= []).push(at);
}"""
PLACES = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  return window.stops.filter((at) => main.contains(at.getRootNode().host ?? at)).map((at) => {
    const { left, right, top } = at.getBoundingClientRect();
    return { what: at.getAttribute('aria-label') || at.textContent.slice(0, 40), left, right, y: top };
  });
}"""


@pytest.fixture(scope="module", params=("", *(chapter.slug for chapter in registry.written())))
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
