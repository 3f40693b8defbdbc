"""The browser components in a real browser: picking, keyboard, text as text, accessibility in both themes."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

if not CHROMIUM and not os.environ.get("CI"):
    pytest.skip("no Chromium found on this machine", allow_module_level=True)


@pytest.fixture(scope="module")
def address():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(Path(__file__).with_name("components_app.py"))]
    command += [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)
                break
            except OSError:
                assert server.poll() is None, "the server ended"
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, address):
    """Opens one component; at the end no script error may have happened."""
    opened, errors = [], []

    def go(show, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: errors.append(f"dialog: {dialog.message}"))
        page.goto(f"{address}/?show={show}")
        page.locator(".component > *").first.wait_for()
        page.get_by_text("returned").wait_for()
        opened.append(context)
        return page

    yield go
    for context in opened:
        context.close()
    assert errors == []


def told(page, text):
    page.get_by_text(text, exact=True).wait_for()


def focused(page):
    """The text of the element that has the focus, inside the component."""
    return page.evaluate("document.activeElement.shadowRoot?.activeElement?.textContent")


SHOWS = ["strip", "bars", "attention", "tree", "pictures", "texts", "writing", "years"]


@pytest.mark.parametrize("show", SHOWS)
def test_axe_finds_nothing_to_mend_in_either_theme(visit, show):
    from axe_playwright_python.sync_playwright import Axe

    page = visit(show, reduced_motion="reduce", color_scheme="light")
    for scheme, colour in [("light", "rgb(27, 36, 48)"), ("dark", "rgb(232, 236, 242)")]:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"""() => [...document.querySelectorAll('*')].some((host) => host.shadowRoot
            && getComputedStyle(host.shadowRoot.querySelector('.component')).color === '{colour}')""")
        found = Axe().run(page, context=".stBidiComponent").response
        assert found["passes"], "axe looked at nothing"
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []


@pytest.mark.parametrize("show", SHOWS)
def test_a_phone_scrolls_no_page_sideways_and_reads_every_word(visit, show):
    page = visit(show, width=360)
    assert page.evaluate("(m => m.scrollWidth - m.clientWidth)(document.querySelector('[data-testid=stMain]'))") <= 0
    small = """() => [...document.querySelectorAll('*')].filter((host) => host.shadowRoot)
        .flatMap((host) => [...host.shadowRoot.querySelectorAll('.component *')])
        .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
        .filter((e) => e.offsetParent && parseFloat(getComputedStyle(e).fontSize) < 11).map((e) => e.outerHTML)"""
    assert page.evaluate(small) == []


TARGETS = {
    "strip": ".chip",
    "bars": ".row",
    "attention": ".cell, .token, button",
    "tree": ".node",
    "writing": "button, input, select",
    "years": ".event",
}


@pytest.mark.parametrize(("show", "item"), TARGETS.items())
def test_targets_are_at_least_24_pixels_high_and_wide(visit, show, item):
    boxes = visit(show, width=360).locator(item).evaluate_all("all => all.map(e => e.getBoundingClientRect().toJSON())")
    assert min(box["width"] for box in boxes) >= 24
    assert min(box["height"] for box in boxes) >= 24


class TestTokenStrip:
    def test_a_click_gives_the_place_once_and_marks_it(self, visit):
        page = visit("strip")
        page.get_by_role("option").nth(1).click()
        told(page, "returned 1; told [1]")
        assert page.get_by_role("option", selected=True).all_inner_texts() == ["␣cat\n1"]

    def test_the_same_token_can_be_picked_twice(self, visit):
        page = visit("strip")
        page.get_by_role("option").nth(3).click()
        told(page, "returned 3; told [3]")
        page.get_by_role("option").nth(3).click()
        told(page, "returned 3; told [3, 3]")

    def test_one_tab_stop_arrows_move_and_enter_picks_keeping_the_focus(self, visit):
        page = visit("strip")
        assert page.locator('.chip[tabindex="0"]').count() == 1
        page.get_by_role("option").first.focus()
        for key in ["ArrowRight", "ArrowRight", "ArrowLeft"]:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        told(page, "returned 1; told [1]")
        assert focused(page) == "␣cat1"
        page.keyboard.press("End")
        page.keyboard.press(" ")
        told(page, "returned 37; told [1, 37]")

    def test_arrow_down_goes_to_the_chip_below(self, visit):
        page = visit("strip", width=600)
        page.get_by_role("option").first.focus()
        page.keyboard.press("ArrowDown")
        at = "document.activeElement.shadowRoot.activeElement.getBoundingClientRect()"
        first = page.get_by_role("option").first.bounding_box()
        assert page.evaluate(f"{at}.top") > first["y"]
        assert abs(page.evaluate(f"{at}.left") - first["x"]) < 40

    def test_text_is_shown_as_text_and_a_lone_mark_on_a_ring(self, visit):
        page = visit("strip")
        pieces = page.locator(".chip .piece").all_text_contents()
        assert pieces[2] == "<img src=x onerror=alert(1)>"
        assert pieces[4] == "◌\u0301"
        assert page.locator(".chip img").count() == 0

    def test_the_tooltip_shows_on_focus_and_goes_on_escape(self, visit):
        page = visit("strip")
        page.get_by_role("option").nth(5).focus()
        tip = page.locator(".tip")
        assert tip.text_content() == "token 5"
        page.keyboard.press("Escape")
        assert tip.is_hidden()


class TestBars:
    def test_a_row_is_a_button_that_gives_its_id(self, visit):
        page = visit("bars")
        page.get_by_role("button", name="␣cat, 5.0\u202f%").click()
        told(page, "returned 101; told [101]")

    def test_percentages_are_written_as_in_the_lessons(self, visit):
        from pages.ui.words import percent

        shown = visit("bars").locator(".row .value > span").all_text_contents()
        assert shown[:5] == [percent(p) for p in [0.0713, 0.0496, 0.0375, 0.00004, 0.01]]

    def test_bars_are_as_long_as_their_axis_says(self, visit):
        page = visit("bars")
        page.wait_for_timeout(300)
        lane = page.locator(".lane").first.bounding_box()
        last = page.locator(".ticks span").last
        top = float(last.text_content())
        width = page.locator(".lane .first").first.bounding_box()["width"]
        assert width / lane["width"] == pytest.approx(7.13 / top, abs=0.01)

    def test_rows_change_in_place_and_keep_the_focus(self, visit):
        page = visit("bars")
        row = page.locator(".row").first
        row.evaluate("node => { window.row = node; node.focus(); }")
        page.keyboard.press("ArrowDown")
        page.get_by_text("shift", exact=True).click()
        page.get_by_role("button", name="The, 3.6\u202f%").wait_for()
        assert page.evaluate("window.row.isConnected && window.row.textContent.includes('3.6')")

    def test_fifty_rows_are_redrawn_in_a_few_milliseconds(self, browser):
        """The component's own function, style and layout included, without Streamlit around it."""
        from pages.ui.components.define import HERE

        page = browser.new_page()
        script = "\n".join((HERE / name).read_text("utf-8") for name in ("shared.js", "bars.js"))
        median = page.evaluate(
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
              return times.sort((a, b) => a - b)[20];
            }""",
            script,
        )
        page.close()
        print(f"50 rows redrawn in {median:.1f} ms")
        assert median < 16, "a redraw must fit into one frame of 60 a second"

    def test_keyboard_picks_a_row(self, visit):
        page = visit("bars")
        page.locator(".row").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        told(page, "returned 101; told [101]")


def shares():
    """As in components_app.py."""
    weights = np.exp(np.random.default_rng(7).normal(size=(30, 9, 8, 8)) * 2) * np.tril(np.ones((8, 8)))
    return (weights / weights.sum(-1, keepdims=True)).astype(np.float16)


class TestAttention:
    def test_picking_a_head_by_keyboard_shows_it_in_detail(self, visit):
        page = visit("attention")
        assert page.get_by_role("gridcell").count() == 270
        page.get_by_role("gridcell", selected=True).focus()
        for key in ["ArrowRight", "ArrowDown", "ArrowDown", "Enter"]:
            page.keyboard.press(key)
        told(page, "returned (4, 6); told []")
        assert page.get_by_role("gridcell", selected=True).get_attribute("aria-label") == "Layer 4 · head 6"
        assert page.locator(".header strong").text_content() == "Layer 4 · head 6"

    def test_a_heads_measured_kind_is_said_beside_its_place(self, visit):
        cell = visit("attention").get_by_role("gridcell", selected=True)
        assert cell.get_attribute("aria-label") == "Layer 3 · head 4 · previous token, 92 %"

    def test_a_picked_token_shows_the_share_of_every_key(self, visit):
        from pages.ui.words import percent

        page = visit("attention")
        page.locator(".token").nth(5).click()
        expected = [percent(float(share)) for share in shares()[3, 4, 5, :6]] + ["–", "–"]
        assert page.locator(".token .value").all_text_contents() == expected

    def test_the_matrix_reads_cell_by_cell_without_the_server(self, visit):
        from pages.ui.words import percent

        page = visit("attention")
        page.locator(".token").nth(3).click()
        page.locator(".board").focus()
        for query in (4, 5):
            page.keyboard.press("ArrowDown")
            for _key in range(8):
                page.keyboard.press("ArrowLeft")
            for key in range(query + 1):
                share = percent(float(shares()[3, 4, query, key]))
                assert f": {share}" in page.locator(".reading").text_content()
                page.keyboard.press("ArrowRight")
            assert "cannot be seen" in page.locator(".reading").text_content()
        assert page.get_by_text("run 1", exact=True).is_visible()

    def test_hovering_reads_the_cell_under_the_pointer(self, visit):
        from pages.ui.words import percent

        page = visit("attention")
        board = page.locator(".board")
        size = board.bounding_box()["width"] / 8
        board.hover(position={"x": 1.5 * size, "y": 6.5 * size})
        reading = page.locator(".reading").text_content()
        assert "query ‘**bold**’ → key ‘␣cat’" in reading
        assert percent(float(shares()[3, 4, 6, 1])) in reading

    def test_the_matrix_is_painted_in_the_order_of_its_shares(self, visit):
        pixels = (
            visit("attention")
            .locator(".board canvas")
            .evaluate("c => [...c.getContext('2d').getImageData(0, 0, 8, 8).data]")
        )
        pixels = np.array(pixels).reshape(8, 8, 4)
        lower = np.tril(np.ones((8, 8), bool))
        assert (pixels[..., 3] == 255 * lower).all(), "later keys have no colour"
        order = np.argsort(shares()[3, 4][lower].astype(float))
        assert (np.diff(pixels[..., 0][lower][order].astype(int)) <= 0).all(), "more attention, more blue, less red"

    def test_the_matrix_takes_the_other_themes_colours(self, visit):
        page = visit("attention", color_scheme="light")
        first = (
            "document.querySelector('[data-testid=stBidiComponentIsolated]').shadowRoot.querySelector('.board canvas')"
        )
        pixel = f"{first}.getContext('2d').getImageData(0, 0, 1, 1).data.join()"
        assert page.evaluate(pixel) == "31,87,195,255"  # the first token looks at itself alone: full blue, #1F57C3
        page.emulate_media(color_scheme="dark")
        page.wait_for_function(f"{pixel} === '138,180,255,255'")  # #8AB4FF

    def test_a_head_is_switched_off_and_on(self, visit):
        page = visit("attention")
        page.get_by_role("button", name="Switch this head off").click()
        page.get_by_role("button", name="Switch this head on").wait_for()
        assert "switched off" in page.get_by_role("gridcell", selected=True).get_attribute("aria-label")
        page.get_by_role("button", name="Switch this head on").click()
        page.get_by_role("button", name="Switch this head off").wait_for()

    def test_a_short_text_has_its_shares_as_a_table_too(self, visit):
        from pages.ui.words import percent

        cells = visit("attention").locator("table tr").nth(3).locator("td").all_text_contents()
        assert cells == [percent(float(share)) for share in shares()[3, 4, 2, :3]] + ["–"] * 5


class TestTokenTree:
    def test_picking_an_alternative_tells_where_it_branches_and_keeps_the_focus(self, visit):
        page = visit("tree")
        page.get_by_role("treeitem", name="␣11<b>, 25.0\u202f%, what might have been").click()
        told(page, "returned (1, 5); told [(1, 5)]")
        page.get_by_role("treeitem", name="␣end").wait_for()
        assert focused(page).startswith("␣11<b>")

    def test_what_is_written_under_a_branch_stands_in_its_row_and_covers_nothing(self, visit):
        page = visit("tree")
        for node in ("␣02<b>", "␣11<b>", "␣00<b>"):
            page.get_by_role("treeitem", name=node).click()
            page.wait_for_timeout(400)
        page.get_by_role("treeitem", name="␣end").nth(2).wait_for()
        boxes = page.get_by_role("treeitem").evaluate_all(
            "all => all.map(e => [e.offsetLeft, e.offsetTop, e.dataset.id])"
        )
        assert len({(x, y) for x, y, _ in boxes}) == len(boxes), "two nodes in one place"
        row = {node: y for _, y, node in boxes}
        assert row["5"] == row["12"] == row["13"] > row["1"], "a branch goes on in its own row, below the text"

    def test_arrow_keys_follow_the_text_and_its_alternatives(self, visit):
        page = visit("tree")
        page.get_by_role("treeitem").first.focus()
        for key, expected in [
            ("ArrowRight", "␣00<b>"),
            ("ArrowDown", "␣01<b>"),
            ("ArrowUp", "␣00<b>"),
            ("End", "␣20<b>"),
            ("ArrowLeft", "␣10<b>"),
            ("Home", "The"),
        ]:
            page.keyboard.press(key)
            assert focused(page).startswith(expected)

    def test_the_path_is_said_and_not_only_coloured(self, visit):
        page = visit("tree")
        assert page.get_by_role("treeitem", name="the text").count() == 4
        assert page.get_by_role("treeitem", name="what might have been").count() == 6


class TestFilms:
    def test_a_film_plays_to_its_end_and_again(self, visit):
        page = visit("pictures")
        assert page.locator(".place").text_content() == "1 of 4"
        page.get_by_role("button", name="Play").click()
        page.get_by_role("button", name="Play again").wait_for()
        assert page.locator(".place").text_content() == "4 of 4"
        page.get_by_role("button", name="Play again").click()
        page.get_by_role("button", name="Pause").click()
        assert page.locator(".place").text_content() != "4 of 4"

    def test_each_frame_is_the_picture_that_was_sent(self, visit):
        page = visit("pictures")
        for shade in (0, 80, 160, 240):
            red = page.locator(".stage img").evaluate(
                """async (img) => { await img.decode(); const c = document.createElement('canvas').getContext('2d');
                c.drawImage(img, 0, 0); return c.getImageData(0, 0, 1, 1).data[0]; }"""
            )
            assert red == shade
            page.get_by_role("button", name="One frame forward").click()

    def test_arrow_keys_step_and_the_caption_describes_the_picture(self, visit):
        page = visit("pictures")
        page.locator(".stage").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowLeft")
        assert page.get_by_role("img", name="step 1").is_visible()
        slider = page.get_by_role("slider")
        slider.focus()
        page.keyboard.press("End")
        assert slider.get_attribute("aria-valuetext") == "4 of 4"
        assert page.get_by_role("img", name="step 3").is_visible()

    def test_texts_are_shown_as_text(self, visit):
        page = visit("texts")
        page.locator(".stage").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        assert page.locator(".words").text_content() == "The cat <b>sat</b>"

    def test_a_writing_plays_by_itself_once_and_ends_with_the_whole_text(self, visit):
        page = visit("writing")
        page.get_by_role("button", name="Play again").wait_for()
        assert page.locator(".page").text_content() == "On the cat <i>."
        page.wait_for_timeout(1200)
        assert page.locator(".place").text_content() == "3 of 3"

    def test_nothing_plays_by_itself_under_reduced_motion(self, visit):
        page = visit("writing", reduced_motion="reduce")
        page.wait_for_timeout(1500)
        assert page.locator(".place").text_content() == "1 of 3"
        page.get_by_role("button", name="Play").click()
        page.get_by_role("button", name="Play again").wait_for()

    def test_the_chosen_token_is_marked_among_the_likeliest_or_added_below_them(self, visit):
        page = visit("writing", reduced_motion="reduce")
        rows = page.get_by_role("listitem")
        assert rows.all_inner_texts() == ["␣cat\n7.1\u202f%\nchosen", "␣moon\n5.0\u202f%"]
        page.get_by_role("button", name="One frame forward").click()
        assert rows.all_inner_texts() == [".\n40.0\u202f%", "␣and\n20.0\u202f%", "␣<i>\n…\nchosen"]


class TestTimeline:
    def test_events_stand_in_the_order_of_time_and_long_gaps_are_named(self, visit):
        page = visit("years")
        names = page.get_by_role("button").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
        assert [name.split(",")[0] for name in names if name[:2] in ("19", "20")] == [
            "1950",
            "2014",
            "2014",
            "2017",
            "2020",
        ]
        assert page.locator(".skipped").all_text_contents() == ["⋯ 63 years"]

    def test_an_event_opens_its_card_and_escape_closes_it(self, visit):
        page = visit("years")
        page.get_by_role("button", name="2017, Transformer").click()
        card = page.get_by_role("region", name="Transformer")
        assert "Two sentences <b>say</b>" in card.text_content()
        assert card.get_by_role("link", name="Source").get_attribute("href") == "https://example.org/paper"
        page.keyboard.press("Escape")
        assert card.is_hidden()
        assert focused(page) == "TTransformer"

    def test_an_open_card_follows_the_arrow_keys(self, visit):
        page = visit("years")
        page.get_by_role("button", name="1950").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowRight")
        assert page.get_by_role("region").text_content().startswith("Attention")
        page.keyboard.press("ArrowDown")
        assert page.get_by_role("region").text_content().startswith("GAN")

    def test_the_chapters_link_tells_the_page_without_leaving_it(self, visit):
        page = visit("years")
        page.get_by_role("button", name="2017, Transformer").click()
        page.get_by_role("link", name="Open the chapter").click()
        told(page, "returned /attention; told ['/attention']")
        page.get_by_role("button", name="1950, Turing test").click()
        assert page.get_by_role("link", name="Open the chapter").count() == 0
