"""The attention view in a browser: every number read there is the one that was sent."""

import numpy as np

from pages.basics.words import percent
from tests.e2e.components.common import expect_told, shares


def test_picking_a_head_by_keyboard_shows_it_in_detail(visit):
    page = visit("attention")
    assert page.get_by_role("gridcell").count() == 270
    page.get_by_role("gridcell", selected=True).focus()
    for key in ["ArrowRight", "ArrowDown", "ArrowDown", "Enter"]:
        page.keyboard.press(key)
    expect_told(page, "returned (4, 6); told []")
    assert page.get_by_role("gridcell", selected=True).get_attribute("aria-label") == "Layer 4 · head 6"
    assert page.locator(".header strong").text_content() == "Layer 4 · head 6"


def test_a_heads_measured_kind_is_said_beside_its_place(visit):
    cell = visit("attention").get_by_role("gridcell", selected=True)
    assert cell.get_attribute("aria-label") == "Layer 3 · head 4 · previous token, 92 %"


def test_the_legend_counts_the_heads_of_each_kind_and_the_others(visit):
    page = visit("attention")
    assert page.locator(".legend .key").all_text_contents() == ["previous token: 1", "other: 269"]
    assert "previous" in page.get_by_role("gridcell", selected=True).get_attribute("class")


def test_a_heads_pattern_is_shown_under_the_pointer(visit):
    page = visit("attention")
    page.get_by_role("gridcell").nth(2 * 30 + 5).hover()
    tip = page.locator(".tip")
    assert tip.text_content() == "Layer 5 · head 2"
    red = tip.locator("canvas").evaluate("c => [...c.getContext('2d').getImageData(0, 0, 8, 8).data]")
    red = np.array(red).reshape(8, 8, 4)[..., 0].ravel().astype(int)
    order = np.argsort(shares()[5, 2].ravel().astype(float), kind="stable")
    assert (np.diff(red[order]) <= 0).all() and red.min() < red.max(), "more attention, more blue, less red"


def test_on_a_narrow_screen_the_map_is_scrolled_to_the_chosen_head(visit):
    page = visit("attention")
    page.set_viewport_size({"width": 390, "height": 800})
    page.get_by_role("gridcell").nth(27).evaluate("cell => cell.click()")
    expect_told(page, "returned (27, 0); told []")
    seen = page.locator(".overview").bounding_box()
    chosen = page.get_by_role("gridcell", selected=True).bounding_box()
    assert seen["x"] <= chosen["x"] and chosen["x"] + chosen["width"] <= seen["x"] + seen["width"]


def test_a_picked_token_shows_the_share_of_every_key(visit):
    page = visit("attention")
    page.locator(".token").nth(5).click()
    expected = [percent(float(share)) for share in shares()[3, 4, 5, :6]] + ["–", "–"]
    assert page.locator(".token .value").all_text_contents() == expected


def test_the_matrix_reads_cell_by_cell_without_the_server(visit):
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


def test_hovering_reads_the_cell_under_the_pointer(visit):
    page = visit("attention")
    board = page.locator(".board")
    size = board.bounding_box()["width"] / 8
    board.hover(position={"x": 1.5 * size, "y": 6.5 * size})
    reading = page.locator(".reading").text_content()
    assert "query ‘**bold**’ → key ‘␣cat’" in reading
    assert percent(float(shares()[3, 4, 6, 1])) in reading


def test_the_matrix_is_painted_in_the_order_of_its_shares(visit):
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


def test_the_matrix_takes_the_other_themes_colours(visit):
    page = visit("attention", color_scheme="light")
    first = "document.querySelector('[data-testid=stBidiComponentIsolated]').shadowRoot.querySelector('.board canvas')"
    pixel = f"{first}.getContext('2d').getImageData(0, 0, 1, 1).data.join()"
    assert page.evaluate(pixel) == "31,87,195,255"  # the first token looks at itself alone: full blue, #1F57C3
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{pixel} === '138,180,255,255'")  # #8AB4FF


def test_a_head_is_switched_off_and_on(visit):
    page = visit("attention")
    page.get_by_role("button", name="Switch this head off").click()
    page.get_by_role("button", name="Switch this head on").wait_for()
    assert "switched off" in page.get_by_role("gridcell", selected=True).get_attribute("aria-label")
    page.get_by_role("button", name="Switch this head on").click()
    page.get_by_role("button", name="Switch this head off").wait_for()


def test_a_short_text_has_its_shares_as_a_table_too(visit):
    cells = visit("attention").locator("table tr").nth(3).locator("td").all_text_contents()
    assert cells == [percent(float(share)) for share in shares()[3, 4, 2, :3]] + ["–"] * 5
