"""Text to image in a browser: own words, a word left out, the parts by key, a link elsewhere, other chapters."""

import re
from pathlib import Path

from tests.e2e.gestures import copied_link, stop

MAIN = "[data-testid=stMain]"
DIGEST = """async (img) => { await img.decode(); const c = document.createElement('canvas'); c.width = c.height = 128;
    const g = c.getContext('2d'); g.drawImage(img, 0, 0); return [...g.getImageData(0, 0, 128, 128).data].join(); }"""


def film(page):
    film = page.locator(".st-key-film")
    film.get_by_text("the finished picture").wait_for()
    return film


def picture(page):
    """Every number of the finished picture as the browser holds it."""
    return film(page).locator("img").last.evaluate(DIGEST)


def prompt(page):
    return page.locator(f"{MAIN} textarea").first


def test_own_words_are_drawn_live_and_read_by_the_classifier(visitor):
    page = visitor("/text-to-image?steps=6")
    film(page)
    prompt(page).fill("a sad person with sunglasses")
    page.get_by_role("button", name="Draw", exact=True).click()
    page.get_by_text(re.compile("Of 2 things you asked for")).wait_for()
    page.locator(".st-key-film .place", has_text="7 of 7").wait_for()
    table = page.locator("[data-testid=stTable]").first
    assert "sunglasses" in table.inner_text() and "sad" in table.inner_text()
    assert "prompt=a+sad+person" in page.url


def test_the_same_link_gives_the_same_picture_bit_for_bit_in_another_browser(visitor):
    first = visitor(
        "/text-to-image?prompt=a+hat&steps=4&seed=3&guidance=6.5&scheduler=euler",
        permissions=["clipboard-read", "clipboard-write"],
        reduced_motion="reduce",
    )
    first.locator(".st-key-film .place", has_text="5 of 5").wait_for()
    shown = picture(first)
    link = copied_link(first)
    second = visitor(f"{link.path}?{link.query}", reduced_motion="reduce")
    second.get_by_text("Bit for bit the result this link was made from.").wait_for()
    second.locator(".st-key-film .place", has_text="5 of 5").wait_for()
    assert picture(second) == shown


def test_the_student_draws_each_text_while_it_is_typed(visitor):
    page = visitor("/text-to-image?steps=4")
    few = page.locator(".st-key-stage-few")
    page.get_by_text("Meanwhile, a prepared result.").first.wait_for(state="detached")
    box = page.get_by_role("textbox", name="What to draw live")
    for text, things in (("a person with a red hat", 2), ("a sad person with a red hat and a beard", 4)):
        box.fill(text)  # no key, no click: the text alone
        few.get_by_text(re.compile(f"Of {things} things you asked for")).wait_for()
    assert few.locator("img").first.get_attribute("alt").startswith("A drawn person: ")
    page.wait_for_url(re.compile("quick=a\\+sad\\+person"))


def test_a_word_is_left_out_by_a_click_and_both_pictures_stand_side_by_side(visitor):
    page = visitor("/text-to-image?prompt=a+person+with+a+red+hat&steps=4")
    film(page)
    page.locator(".st-key-words .chip", has_text="red").click()
    pair = page.locator(".st-key-pair")
    pair.get_by_text("without “red”").wait_for()
    assert pair.locator("img").count() == 2
    assert "word=5" in page.url
    page.locator(".st-key-words .chip", has_text="red").click()
    pair.wait_for(state="detached")


def test_the_parts_are_opened_by_key_and_the_maps_are_read_by_key(visitor):
    page = visitor("/text-to-image?prompt=a+red+hat&steps=4")
    film(page)
    page.get_by_role("tab", name=re.compile("Denoiser")).focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    maps = page.locator(".st-key-maps")
    maps.locator(".row", has_text="padding").wait_for()
    before = maps.locator(".where").text_content()
    maps.locator(".stage").focus()
    page.keyboard.press("ArrowDown")
    assert maps.locator(".where").text_content() != before
    assert "part=maps" in page.url


def test_a_long_run_stops_at_once_with_what_there_is(visitor):
    page = visitor("/text-to-image?steps=100&seed=77")
    made = stop(page, 100)
    assert 1 <= made < 100
    page.locator(".st-key-film .place", has_text=f"{made} of {made}").wait_for()


def test_a_prompt_stays_in_its_chapter(visitor):
    def go(name, figure):
        page.locator("[data-testid=stSidebarNavLink]", has_text=name).click()
        page.get_by_role("heading", level=1, name=name).wait_for()
        page.locator(figure).first.wait_for()

    page = visitor("/text-to-image?prompt=a+sad+person&steps=3&scheduler=ddim")
    film(page)
    go("Next token", ".st-key-bars .row")
    assert prompt(page).input_value() == "The cat sat on the" and "?" not in page.url
    prompt(page).fill("Once upon a time")
    prompt(page).press("Control+Enter")
    page.get_by_text(re.compile("After “Once upon a time”")).wait_for()
    go("Text to image", ".st-key-film")
    film(page)
    assert prompt(page).input_value().startswith("a smiling person")
    assert page.locator("[data-testid=stAlert]").count() == 0


def test_a_phone_shows_the_film_before_its_controls_and_scrolls_no_page_sideways(visitor):
    page = visitor("/text-to-image?steps=4", width=360, is_mobile=True, has_touch=True)
    stage = film(page).bounding_box()
    assert stage["y"] < page.locator(".st-key-controls").bounding_box()["y"]
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 361


def test_a_saved_figure_holds_the_pictures_themselves(visitor):
    page = visitor("/text-to-image?prompt=a+hat&steps=2", reduced_motion="reduce")
    page.locator(".st-key-film .place", has_text="3 of 3").wait_for()
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Drawing (SVG)").click()
    text = Path(saved.value.path()).read_text("utf-8")
    assert text.count("data:image/png") == 2 and "blob:" not in text
