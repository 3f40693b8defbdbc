"""Code in a browser: functions run there, in Python as WebAssembly, and get the verdicts that were measured ahead."""

import re

from playwright.sync_api import expect

from models.code.measured import measured

SHOWN = 9  # tries of the untouched page


def chips(page):
    return page.locator(".st-key-stage .chip")


def test_functions_run_in_the_browser_and_their_verdicts_are_those_that_were_measured(visitor):
    page = visitor("/code", reduced_motion="reduce")
    expect(chips(page)).to_have_count(SHOWN)
    page.get_by_role("button", name="Run them in your browser").click()
    expect(page.get_by_text(re.compile("Run in your browser: . of 9 are right"))).to_be_visible(timeout=120_000)
    known = {one.source: one.verdict for row in measured() for tries in row.tries.values() for one in tries}
    marks = {"✓ right": "right", "✗ wrong": "wrong", "✗ error": "fails"}
    for shown in page.locator(".st-key-stage .try").all():
        source = shown.locator("pre").text_content()
        verdict = marks[shown.locator(".chip").text_content()]
        assert known.get(source, verdict) == verdict
    # An own check that never ends, and one that asks for typing: the page says so and goes on.
    page.locator(".st-key-checks textarea").fill("[factorial(3) for x in iter(int, 1)]")
    page.locator(".st-key-checks textarea").press("Control+Enter")
    expect(chips(page).filter(has_text="✗ does not end").first).to_be_visible(timeout=120_000)
    page.locator(".st-key-checks textarea").fill("factorial(int(input())) == 1")
    page.locator(".st-key-checks textarea").press("Control+Enter")
    expect(chips(page).filter(has_text="asks for typing").first).to_be_visible(timeout=120_000)


def test_the_tries_fit_on_a_phone(visitor):
    page = visitor("/code?tries=2", width=390, is_mobile=True, has_touch=True, reduced_motion="reduce")
    expect(chips(page)).to_have_count(3)
    assert page.locator("html").evaluate("html => html.scrollWidth") <= 391
