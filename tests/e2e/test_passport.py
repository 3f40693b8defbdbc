"""The passport outlives the visit, prints on one page and goes along as a file; the sidebar makes room for the page."""

import json
import re

import pytest
from playwright.sync_api import expect

from pages.frame import registry

COUNT = len(registry.written())
SIDEBAR = "[data-testid=stSidebar]"
CONTROLS = "[class*=st-key-controls]"  # once they are there, the page's styles are too
HOSTILE = "<img src=x onerror=\"document.title='taken'\"> **b**"


def passport(visitor):
    page = visitor("/passport")
    expect(page.get_by_role("heading", name="Your passport")).to_be_visible()
    return page


def stored(page):
    return page.evaluate("localStorage.getItem('progress') ?? ''")


def guess(page):
    page.get_by_role("radio", name="exactly as many").click()
    expect(page.locator(SIDEBAR).get_by_text(re.compile("First guesses right: . of 1"))).to_be_visible()


def test_guess_tick_and_run_come_back_in_a_new_visit_and_go_when_emptied(visitor, app):
    page = visitor("/tokens?sentence=Ein+Satz")
    guess(page)
    expect(page.locator("[data-testid=stSidebarNavLink]", has_text="1 · Tokens ✓")).to_be_visible()
    page.wait_for_function("(localStorage.getItem('progress') ?? '').includes('first_right')")
    page.goto(f"{app}/tokens")  # another session of the server
    expect(page.locator("[data-testid=stSidebarNavLink]", has_text="1 · Tokens ✓")).to_be_visible()
    expect(page.get_by_role("radio", name="exactly as many")).to_be_checked()
    page.goto(f"{app}/passport")
    expect(page.get_by_text(f"Chapters done: 1 of {COUNT}.")).to_be_visible()
    page.get_by_role("button", name="Empty the passport").click()
    page.get_by_role("button", name="Empty it").click()
    expect(page.get_by_text(f"Chapters done: 0 of {COUNT}.")).to_be_visible()
    page.wait_for_function("(localStorage.getItem('progress') ?? '') === ''")
    page.reload()
    expect(page.get_by_text(f"Chapters done: 0 of {COUNT}.")).to_be_visible()


def test_what_one_tab_empties_another_does_not_write_back(visitor, app):
    page = visitor("/tokens?sentence=Ein+Satz")
    guess(page)
    page.wait_for_function("(localStorage.getItem('progress') ?? '').includes('first_right')")
    other = page.context.new_page()
    other.goto(f"{app}/passport")
    expect(other.get_by_text(f"Chapters done: 1 of {COUNT}.")).to_be_visible()
    other.get_by_role("button", name="Empty the passport").click()
    other.get_by_role("button", name="Empty it").click()
    expect(other.get_by_text(f"Chapters done: 0 of {COUNT}.")).to_be_visible()
    expect(page.locator("[data-testid=stSidebarNavLink]", has_text="✓")).to_have_count(0)
    expect(page.get_by_role("radio", name="exactly as many")).not_to_be_checked()
    expect(page.get_by_role("textbox", name="Your text")).to_have_value("Ein Satz")
    page.get_by_role("tab", name="16 languages").click()  # a run, after which a tab stores what it knows
    page.wait_for_url(re.compile("show=languages"))
    expect(page.get_by_role("tab", name="16 languages")).to_have_attribute("aria-selected", "true")
    assert not json.loads(stored(page) or "{}").get("chapters", {}).get("tokens", {}).get("done")
    other.close()


@pytest.mark.parametrize("held", ["{", "[]", '{"version": 1, "chapters": 7}', "x" * 200_000])
def test_whatever_the_browser_holds_the_page_comes(visitor, app, held):
    page = passport(visitor)
    page.evaluate("text => localStorage.setItem('progress', text)", held)
    page.goto(f"{app}/tokens")
    guess(page)
    page.wait_for_function("localStorage.getItem('progress').includes('first_right')")
    assert json.loads(page.evaluate("localStorage.getItem('progress')"))["chapters"]["tokens"]["done"] is True


def test_a_text_that_the_browser_holds_is_shown_as_text(visitor, app):
    page = passport(visitor)
    kept = {"version": 1, "chapters": {"tokens": {"done": True, "run": {"sentence": HOSTILE}}}}
    page.evaluate("text => localStorage.setItem('progress', text)", json.dumps(kept))
    page.goto(f"{app}/passport")
    expect(page.get_by_role("link", name=re.compile(re.escape("<img src=x onerror=")))).to_be_visible()
    assert page.locator("img[src=x]").count() == 0
    assert "taken" not in page.title()


def test_the_passport_prints_on_one_page_without_what_only_a_screen_can_do(visitor, app):
    page = passport(visitor)
    kept = {"tokens": {"done": True, "first_right": True, "run": {"sentence": "word " * 90}}}
    kept |= {s: {"done": True, "run": {"prompt": "word " * 40}} for s in ("next-token", "writing", "attention")}
    kept |= {s: {"done": True, "run": {"seed": "7"}} for s in ("latent-space", "gan", "diffusion", "families")}
    page.evaluate("text => localStorage.setItem('progress', text)", json.dumps({"version": 1, "chapters": kept}))
    page.goto(f"{app}/passport")
    expect(page.get_by_text(f"Chapters done: 8 of {COUNT}.")).to_be_visible()
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    page.emulate_media(media="print")
    for gone in (SIDEBAR, "[data-testid=stHeader]", ".st-key-passport-actions"):
        expect(page.locator(gone).first).to_be_hidden()
    page.emulate_media(media="screen")


def test_the_passport_goes_along_as_data_and_as_text(visitor):
    page = visitor("/tokens?sentence=Ein+Satz")
    guess(page)
    page.locator("[data-testid=stMain]").get_by_role("link", name="Your passport").click()
    expect(page.get_by_text(f"Chapters done: 1 of {COUNT}.")).to_be_visible()
    with page.expect_download() as data:
        page.get_by_role("button", name="As JSON").click()
    with page.expect_download() as text:
        page.get_by_role("button", name="As text").click()
    chapters = json.loads(data.value.path().read_text("utf-8"))["chapters"]
    assert chapters["tokens"]["run"] == {"sentence": "Ein Satz"} and chapters["tokens"]["done"]
    assert "/tokens?sentence=Ein+Satz)" in text.value.path().read_text("utf-8")


def outside(page):
    """What has the focus on the way by Tab through the first stops, and is not on the screen."""
    found = []
    for _ in range(12):
        page.keyboard.press("Tab")
        found += page.evaluate(
            "() => document.activeElement.closest('[data-testid=stSidebar]') ? [document.activeElement.outerHTML] : []"
        )
    return found


@pytest.mark.parametrize("width", [390, 800, 990])
def test_on_a_narrow_screen_the_sidebar_is_collapsed_and_takes_no_focus(visitor, width):
    page = visitor("/next-token", width)
    page.locator(CONTROLS).first.wait_for()
    expect(page.locator(SIDEBAR)).to_have_attribute("data-collapsed", "true")
    expect(page.locator(SIDEBAR)).to_be_hidden()
    page.locator("[data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(500)  # twelve keys take 50 ms, as long as a page that is being put together
    assert outside(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_wide_sidebar_is_220_px_and_shows_where_one_is(visitor, scheme):
    page = visitor("/tokens", 1280, color_scheme=scheme)
    sidebar = page.locator(SIDEBAR)
    sidebar.locator("[aria-current=page]").wait_for()
    page.locator(CONTROLS).first.wait_for()
    expect(sidebar).to_have_css("width", "220px")
    page.wait_for_timeout(500)  # colours that change take a moment
    ratio = page.evaluate(CONTRAST)
    assert ratio["edge"] >= 3 and ratio["words"] >= 4.5 and ratio["accent"] >= 3
    page.locator("[data-testid=stSidebarNavLink]").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineWidth") == "2px"


CONTRAST = """() => {
    const light = (colour) => {
        const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const parts = [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map((v) => v / 255);
        const [r, g, b] = parts.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const bar = document.querySelector('[data-testid=stSidebar]');
    const ground = light(getComputedStyle(bar).backgroundColor);
    const against = (colour) => {
        const [a, b] = [light(colour), ground].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05);
    };
    const row = bar.querySelector('[aria-current=page]');
    const [edge, accent] = getComputedStyle(row).boxShadow.match(/rgba?\\([^)]*\\)/g);
    const words = [...bar.querySelectorAll('[data-testid=stSidebarNavLink] span, [data-testid=stNavSectionHeader]')];
    return {
        edge: against(edge), accent: against(accent),
        words: Math.min(...words.map((word) => against(getComputedStyle(word).color))),
    };
}"""
