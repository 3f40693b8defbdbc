"""Saving figures in a browser: each button gives a file, or says why there is none."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from tests.e2e.components.common import draw_alone

DATA = {"container": "box", "name": "it", "labels": {"png": "PNG", "svg": "SVG"}, "texts": {"none": "Nothing to save."}}
FIGURE = """height => { const host = document.body.appendChild(document.createElement("div"));
    host.className = "figure"; host.attachShadow({ mode: "open" }).innerHTML =
    `<div class="component" style="height: ${height}px">A <b>figure</b><span class="hint">unseen</span></div>`;
    const box = document.body.appendChild(document.createElement("div")); box.className = "box"; box.append(host); }"""


@pytest.fixture
def page(chrome):
    page = chrome.new_page()
    draw_alone(page, "save_figure", DATA)
    yield page
    page.close()


def saved(page, kind):
    with page.expect_download() as download:
        page.get_by_role("button", name=kind).click()
    assert download.value.suggested_filename == f"it.{kind.lower()}"
    return Path(download.value.path()).read_bytes()


def test_a_figure_is_saved_as_a_drawing_and_as_a_picture_of_twice_its_size(page):
    page.evaluate(FIGURE, 100)
    drawing = saved(page, "SVG").decode()
    assert "A <b" in drawing and "unseen" not in drawing
    picture = saved(page, "PNG")
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[20:24], "big") == 2 * (100 + 2 * 12)


def test_where_there_is_no_figure_a_sentence_says_so(page):
    page.get_by_role("button", name="PNG").click()
    expect(page.get_by_role("status")).to_have_text("Nothing to save.")


def test_a_picture_too_large_for_the_browser_is_said_and_the_drawing_is_still_saved(page):
    page.evaluate(FIGURE, 40_000)
    page.get_by_role("button", name="PNG").click()
    expect(page.get_by_role("status")).to_have_text("Nothing to save.")
    assert saved(page, "SVG")
    expect(page.get_by_role("status")).to_be_hidden()


STYLED = """() => { const host = document.body.appendChild(document.createElement("div"));
    host.attachShadow({ mode: "open" }).innerHTML = `<style>
    .line::before { content: attr(data-head); color: rgb(1, 2, 3); } .title::after { content: ":"; }
    .bar { position: relative; height: 20px; } .bar::after { content: ""; position: absolute; inset: auto auto 0 0;
    height: 3px; width: 50%; background: rgb(4, 5, 6); } .whole, .cut { overflow: hidden; text-overflow: ellipsis;
    white-space: pre; } .cut { width: 2em; }</style><div class="component"><div class="line" data-head="7">row</div>
    <p class="title">key</p><div class="bar"></div><p class="whole">label</p><p class="cut">a long label</p>
    <button class="switch">Switch this head on</button></div>`;
    const box = document.body.appendChild(document.createElement("div")); box.className = "box"; box.append(host); }"""


def test_what_css_draws_is_in_the_drawing_and_what_fits_is_not_cut_in_another_font(page):
    page.evaluate(STYLED)
    drawing = ElementTree.fromstring(saved(page, "SVG"))
    nodes = {"".join(n.itertext()): n.get("style", "") for n in drawing.iter() if n.get("style")}
    assert {"7", "7row", ":", "key:", "label", "a long label"} <= set(nodes)
    assert ";color:rgb(1, 2, 3);" in nodes["7"]
    (bar,) = [n.get("style") for n in drawing.iter() if "background-color:rgb(4, 5, 6)" in n.get("style", "")]
    assert "position:absolute" in bar and ";height:3px" in bar
    assert nodes["label"].endswith("overflow:visible") and not nodes["a long label"].endswith("overflow:visible")
    assert not [text for text in nodes if "Switch" in text]
