"""The token strip in a browser: picking, keyboard, text as text."""

from tests.e2e.components.common import expect_told, focused


def test_a_click_gives_the_place_once_and_marks_it(visit):
    page = visit("strip")
    page.get_by_role("option").nth(1).click()
    expect_told(page, "returned 1; told [1]")
    assert page.get_by_role("option", selected=True).all_inner_texts() == ["␣cat\n1"]


def test_the_same_token_can_be_picked_twice(visit):
    page = visit("strip")
    page.get_by_role("option").nth(3).click()
    expect_told(page, "returned 3; told [3]")
    page.get_by_role("option").nth(3).click()
    expect_told(page, "returned 3; told [3, 3]")


def test_one_tab_stop_arrows_move_and_enter_picks_keeping_the_focus(visit):
    page = visit("strip")
    assert page.locator('.chip[tabindex="0"]').count() == 1
    page.get_by_role("option").first.focus()
    for key in ["ArrowRight", "ArrowRight", "ArrowLeft"]:
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect_told(page, "returned 1; told [1]")
    assert focused(page) == "␣cat1"
    page.keyboard.press("End")
    page.keyboard.press(" ")
    expect_told(page, "returned 37; told [1, 37]")


def test_arrow_down_goes_to_the_chip_below(visit):
    page = visit("strip", width=600, reduced_motion="reduce")
    page.get_by_role("option").first.focus()
    page.keyboard.press("ArrowDown")
    at = "document.activeElement.shadowRoot.activeElement.getBoundingClientRect()"
    first = page.get_by_role("option").first.bounding_box()
    assert page.evaluate(f"{at}.top") > first["y"]
    assert abs(page.evaluate(f"{at}.left") - first["x"]) < 40


def test_text_is_shown_as_text_and_a_lone_mark_on_a_ring(visit):
    page = visit("strip")
    pieces = page.locator(".chip .piece").all_text_contents()
    assert pieces[2] == "<img src=x onerror=alert(1)>"
    assert pieces[4] == "◌\u0301"
    assert page.locator(".chip img").count() == 0


def test_the_tooltip_shows_on_focus_and_goes_on_escape(visit):
    page = visit("strip")
    page.get_by_role("option").nth(5).focus()
    tip = page.locator(".tip")
    assert tip.text_content() == "token 5"
    page.keyboard.press("Escape")
    assert tip.is_hidden()
