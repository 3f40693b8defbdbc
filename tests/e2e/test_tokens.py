"""Tokens in a browser: cut while typing, by keyboard alone, and the same for whoever opens the link."""

import io
import re
from html import escape
from urllib.parse import urlencode
from xml.etree import ElementTree

import numpy as np
import pytest
import resvg_py
from PIL import Image
from playwright.sync_api import expect

from models.text import tokenizer

expect.set_options(timeout=90_000)  # a wait, not a wish: the machine may be busy
SVG = "{http://www.w3.org/2000/svg}"
ROW = "[role=listbox] [role=option]"


def chips(page):
    return page.locator(ROW)


def test_a_text_is_cut_while_it_is_typed_and_markup_in_it_stays_text(visitor):
    page = visitor("/tokens")
    field = page.get_by_role("textbox", name="Your text")
    expect(chips(page).first).to_be_visible()
    field.fill("")
    text = "Привет <img src=x onerror=alert(1)>"
    field.press_sequentially(text)  # no Enter: it runs by itself
    expect(chips(page)).to_have_count(tokenizer.count(text))
    assert page.locator("[data-testid=stMain] img[src=x]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA", "typing can go on"


def test_a_token_is_picked_and_the_view_changed_by_keyboard_and_the_link_restores_both(visitor):
    page = visitor("/tokens")
    expect(chips(page).first).to_be_visible()
    chips(page).nth(2).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(chips(page).nth(3)).to_have_attribute("aria-selected", "true")
    expect(page).to_have_url(re.compile("token=4"))
    page.get_by_role("tab", name="Your text").focus()
    page.keyboard.press("ArrowLeft")  # around to the last, "Train your own"
    slider = page.locator("[data-testid=stSlider] input[type=range]")
    expect(slider).to_be_visible()
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Merge 44 of 93")).to_be_visible()
    expect(page).to_have_url(re.compile("merges=44"))
    other = visitor(page.url[page.url.index("/tokens") :])
    expect(other.get_by_text("Merge 44 of 93")).to_be_visible()
    other.get_by_role("tab", name="Your text").click()
    expect(chips(other).nth(3)).to_have_attribute("aria-selected", "true")


def test_a_bar_that_is_clicked_shows_its_languages_tokens(visitor):
    page = visitor("/tokens?show=languages")
    bars = page.locator(".js-plotly-plot .bars .point path")
    expect(bars).to_have_count(16)
    bars.last.click(force=True)
    expect(page).to_have_url(re.compile("language=Tamil"))
    expect(page.get_by_text("Tamil: 412 tokens")).to_be_visible()


def test_on_a_phone_the_text_and_its_tokens_come_first_and_nothing_scrolls_sideways(visitor):
    page = visitor("/tokens", width=360)
    page.get_by_text("Sources").wait_for()  # the end of the page: until then parts move as others come in
    field = page.get_by_role("textbox", name="Your text").bounding_box()
    first, number = chips(page).first.bounding_box(), page.get_by_role("spinbutton").first.bounding_box()
    assert field["y"] < first["y"] < number["y"]
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") <= 1


def test_the_saved_drawing_holds_every_piece_unbroken_and_stays_small(visitor):
    page = visitor("/tokens?sentence=unbelievable+%3Cscript%3E")
    expect(chips(page).first).to_be_visible()
    page.get_by_role("button", name="Download").first.click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Drawing (SVG)").click()
    drawing = saved.value.path().read_text(encoding="utf-8")
    assert "<script" not in drawing
    assert len(drawing) < 1_000_000
    for token_id in tokenizer.encode("unbelievable <script>"):
        assert f">{escape(tokenizer.visible(token_id))}<" in drawing
    # The piece's own font is not in the file; a wider one must not break it over two lines, of which one shows.
    assert "white-space: pre" in drawing


@pytest.mark.parametrize("text", ["\u202eabc def", "a\u2069\u202edef"])
def test_a_direction_in_the_text_turns_round_no_number_of_a_sentence(visitor, text):
    page = visitor("/tokens?" + urlencode({"sentence": text}))
    page.get_by_text("Sources").wait_for()
    lefts = page.evaluate(PLACES)
    assert lefts, "no decimal number on the page"
    assert all(a < b < c for a, b, c in lefts)


# Of each number with a point in the page's sentences: where its digit before, its point and its digit after stand.
PLACES = r"""() => { const found = [];
  const walk = document.createTreeWalker(document.querySelector("[data-testid=stMain]"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) for (const match of walk.currentNode.data.matchAll(/\d\.\d/g)) {
    found.push([0, 1, 2].map((i) => { const range = document.createRange();
      range.setStart(walk.currentNode, match.index + i); range.setEnd(walk.currentNode, match.index + i + 1);
      return range.getBoundingClientRect().left; })); }
  return found.filter(([a, b]) => a !== b); }"""


def test_a_chart_is_saved_as_a_drawing_that_a_renderer_without_html_draws(visitor):
    page = visitor("/tokens?show=languages")
    expect(page.locator(".js-plotly-plot .ytick").first).to_be_visible()
    page.get_by_role("button", name="Download").first.click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Drawing (SVG)").click()
    drawing = saved.value.path().read_text(encoding="utf-8")
    texts = [text for text in ElementTree.fromstring(drawing).iter(f"{SVG}text") if "".join(text.itertext())]
    vietnamese = next(text for text in texts if "Vietnamese" in "".join(text.itertext()))
    # Another font is wider: the words keep the width they have on screen, and nothing cuts them.
    assert float(next(node.get("textLength") for node in vietnamese.iter() if node.get("textLength"))) > 50
    whole, bare = (rendered(text) for text in (drawing, re.sub(r"<text.*?</text>", "", drawing, flags=re.DOTALL)))
    ground = whole[0, 0]
    assert (bare != ground).any(-1).mean() > 0.02, "no bars"
    left = slice(0, whole.shape[1] // 5)
    assert (whole[:, left] != bare[:, left]).any(-1).mean() > 0.01, "no labels"


def rendered(drawing):
    """(height, width, 3), by resvg, which knows no HTML."""
    return np.asarray(
        Image.open(
            io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=drawing, sans_serif_family="DejaVu Sans")))
        ).convert("RGB")
    )
