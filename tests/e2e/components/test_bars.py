"""The probability bars in a browser: buttons, axis, redrawing in place."""

import pytest

from pages.basics.words import percent
from pages.figures.components.define import script
from tests.e2e.components.common import expect_told


def test_a_row_is_a_button_that_gives_its_id(visit):
    page = visit("bars")
    page.get_by_role("button", name="␣cat, 5.0\u202f%").click()
    expect_told(page, "returned 101; told [101]")


def test_percentages_are_written_as_in_the_lessons(visit):
    shown = visit("bars").locator(".row .value > span").all_text_contents()
    assert shown[:5] == [percent(p) for p in [0.0713, 0.0496, 0.0375, 0.00004, 0.01]]


def test_bars_are_as_long_as_their_axis_says(visit):
    page = visit("bars")
    page.wait_for_timeout(300)
    lane = page.locator(".lane").first.bounding_box()
    last = page.locator(".ticks span").last
    top = float(last.text_content())
    width = page.locator(".lane .first").first.bounding_box()["width"]
    assert width / lane["width"] == pytest.approx(7.13 / top, abs=0.01)


def test_rows_change_in_place_and_keep_the_focus(visit):
    page = visit("bars")
    row = page.locator(".row").first
    row.evaluate("node => { window.row = node; node.focus(); }")
    page.keyboard.press("ArrowDown")
    page.get_by_text("shift", exact=True).click()
    page.get_by_role("button", name="The, 3.6\u202f%").wait_for()
    assert page.evaluate("window.row.isConnected && window.row.textContent.includes('3.6')")


def test_fifty_rows_are_redrawn_in_a_few_milliseconds(chrome):
    """The component's own function, style and layout included, without Streamlit around it.

    The lower quartile of 41 redraws counts: what other programs take meanwhile is not the component's time.
    """
    page = chrome.new_page()
    quick = page.evaluate(
        """async (script) => {
          const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
          const draw = (await import(url)).default;
          const host = document.body.appendChild(document.createElement("div"));
          const parentElement = host.attachShadow({ mode: "open" });
          const times = Array.from({ length: 41 }, (_, n) => {
            const rows = Array.from({ length: 50 }, (_, i) =>
              ({ id: i, text: `word${i + n}`, prob: 0.1 / (i + 1 + n), kept: i < n, second: null, title: "" }));
            const data = { label: "", rows, first: "", second: "", pickable: true, texts: {} };
            const start = performance.now();
            draw({ data, parentElement, setTriggerValue() {} });
            void host.offsetHeight;
            return performance.now() - start;
          });
          return times.sort((a, b) => a - b)[10];
        }""",
        script("bars"),
    )
    page.close()
    print(f"50 rows redrawn in {quick:.1f} ms")
    assert quick < 16, "a redraw must fit into one frame of 60 a second"


def test_keyboard_picks_a_row(visit):
    page = visit("bars")
    page.locator(".row").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect_told(page, "returned 101; told [101]")


def test_a_number_that_both_bars_share_stands_there_once(visit):
    page = visit("bars")
    first = page.locator(".row").first.locator(".value")
    assert first.inner_text().split("\n") == ["7.1\u202f%"]
    page.get_by_text("shift").click()
    page.locator(".row").first.locator("small", has_text="7.1").wait_for()
    assert first.inner_text().split("\n") == ["3.6\u202f%", "7.1\u202f%"]
