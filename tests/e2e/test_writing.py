"""Writing in a browser: pick a place, branch, undo, go back by link; stop a long text; read it with the keyboard."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import TimeoutError, expect

from models.text import tokenizer

SHORT = "/writing?method=greedy&tokens=8"


def chips(page):
    return page.locator(".st-key-written .chip")


def pieces(page):
    """What the strip says, once the script has drawn it to its end."""
    page.get_by_text("Sources", exact=True).first.wait_for()
    chips(page).first.wait_for()
    return [" ".join(text.split()) for text in chips(page).all_inner_texts()]


def branch(page):
    return parse_qs(urlsplit(page.url).query).get("branch", [""])[0]


def take(page, rank):
    """Clicks a bar of an alternative to the inspected token."""
    page.locator(".st-key-alternatives .row").nth(rank).click()


def test_a_picked_place_shows_its_alternatives_and_taking_one_branches_there(visitor):
    page = visitor(SHORT)
    before = pieces(page)
    assert len(before) == 5 + 8
    chips(page).nth(5 + 2).click()
    page.get_by_text(re.compile("Token 3 is")).first.wait_for()
    take(page, 1)
    page.wait_for_url(re.compile("branch="))
    page.get_by_role("button", name="Undo the newest branch").wait_for()
    after = pieces(page)
    assert after[: 5 + 2] == before[: 5 + 2] and after[5 + 2] != before[5 + 2]
    assert branch(page).startswith("0.2.")
    page.get_by_role("button", name="Undo the newest branch").click()
    expect(page.get_by_role("button", name="Undo the newest branch")).to_have_count(0)
    assert pieces(page) == before and branch(page) == ""


def test_a_tree_opened_by_its_link_is_the_same_tree(visitor):
    first = visitor(SHORT)
    pieces(first)
    take(first, 2)
    first.wait_for_url(re.compile("branch="))
    first.get_by_role("button", name="Text 2").wait_for()
    link = urlsplit(first.url)
    second = visitor(f"{link.path}?{link.query}")
    second.get_by_role("button", name="Text 2").wait_for()
    assert pieces(second) == pieces(first)


def test_the_tree_itself_branches_by_keyboard(visitor):
    page = visitor(SHORT)
    pieces(page)
    nodes = page.locator(".st-key-tree [role=treeitem]")
    nodes.first.wait_for()
    nodes.first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url(re.compile("branch="))
    assert branch(page).startswith("0.1.")


def stopped(page, prompt):
    """Whether the text after the prompt was seen to grow, and was stopped. A busy browser may see it whole at once."""
    page.locator(".st-key-prompt textarea").fill(prompt)
    page.locator(".st-key-prompt textarea").press("Control+Enter")
    try:
        page.get_by_text("▌").wait_for(timeout=15_000)
        page.get_by_role("button", name="Stop").click(timeout=15_000)
        page.wait_for_url(re.compile("tokens=(?!128)"), timeout=15_000)
    except TimeoutError:
        return False
    return True


def test_a_long_text_grows_in_sight_and_can_be_stopped(visitor):
    page = visitor("/writing?method=greedy&tokens=128")
    pieces(page)
    prompts = (f"{n}, {n + 1}, {n + 2}," for n in range(2, 7))  # it goes on counting: none of these ends early
    prompt = next(prompt for prompt in prompts if stopped(page, prompt))
    page.get_by_text(re.compile("It reached the length")).wait_for()
    written = int(re.search(r"tokens=(\d+)", page.url)[1])
    assert 0 < written < 128
    expect(chips(page)).to_have_count(tokenizer.count(prompt) + written)


def test_the_place_a_link_looks_at_is_in_sight_in_a_long_strip(visitor):
    page = visitor("/writing?method=greedy&tokens=64&at=60")
    pieces(page)
    strip, chip = (page.locator(f".st-key-written {part}") for part in (".strip", ".chip.selected"))
    chip.wait_for()
    box, inside = strip.bounding_box(), chip.bounding_box()
    assert strip.evaluate("box => box.scrollHeight > box.clientHeight"), "the strip is long enough to scroll"
    assert box["y"] - 1 <= inside["y"] and inside["y"] + inside["height"] <= box["y"] + box["height"] + 1


def test_a_phone_shows_the_text_before_its_controls_and_nothing_sideways(visitor):
    page = visitor(SHORT, width=360, is_mobile=True, has_touch=True)
    pieces(page)
    strip, controls = (page.locator(f".st-key-{key}").first.bounding_box() for key in ("written", "controls"))
    assert strip["y"] < controls["y"]
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 361
