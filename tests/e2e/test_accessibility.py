"""What axe finds on every page, and how far it is by keyboard to what a page is for."""

import pytest

from pages.frame import registry
from tests.axe import violations

PATHS = ("/", *(f"/{chapter.slug}" for chapter in registry.written()))
GRAVE = ("moderate", "serious", "critical")
MAIN = "[data-testid=stMain]"


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_grave_and_the_first_field_is_at_most_six_tab_stops_from_the_skip_link(visitor, path):
    page = visitor(path, reduced_motion="reduce")
    page.locator(f"{MAIN} h1").wait_for()
    page.wait_for_function(AT_REST)
    if path != "/":
        # A page that draws itself anew takes the focus away: what counts is a way from start to end.
        assert min(stops_to_the_first_field(page) for _ in range(3)) <= 6
    # Both widths and both themes; every second page the other way round, so that all four pairs are looked at.
    themes = ("light", "dark") if PATHS.index(path) % 2 else ("dark", "light")
    for width, theme in zip((1280, 390), themes, strict=True):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.wait_for_timeout(700)  # Plotly draws again for another width or theme
        assert not lasting(page), (theme, width)


def lasting(page):
    """What axe finds and finds again: while a result takes the place of another, the old one fades for a moment."""
    for _ in range(4):
        page.wait_for_function(AT_REST)
        found = [v for v in violations(page) if v["impact"] in GRAVE]
        if not found:
            break
        page.wait_for_timeout(1500)
    return [(v["id"], [node["target"] for node in v["nodes"][:3]]) for v in found]


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


AT_REST = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  return app?.dataset.testScriptState === "notRunning" && !document.querySelector("[data-stale=true]");
}"""
REACHED = """box => {
  const focused = document.activeElement;
  const help = (focused.getAttribute("aria-label") ?? "").startsWith("Help");
  return box.contains(focused) && focused.matches("textarea, input, button") && !help;
}"""
