"""GAN in a browser: play, step, let one player move, stop by link; draw points by hand and have them learned."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.gestures import drag

SHORT = "/gan?turns=60DG"


def value(page):
    return page.locator(".st-key-stage .value").first


def at_rest(page, text):
    expect(value(page)).to_contain_text(text, timeout=90_000)


def test_the_film_steps_by_key_and_tells_its_turn(visitor):
    page = visitor(SHORT + "&at=30")
    at_rest(page, "turn 120")
    page.locator(".st-key-stage canvas").focus()
    page.keyboard.press("ArrowLeft")
    at_rest(page, "turn 116")
    page.wait_for_url(re.compile("at=29"))
    second = visitor(SHORT + "&at=29")
    at_rest(second, "turn 116")
    assert value(second).text_content() == value(page).text_content()


def test_one_player_moves_alone_and_the_link_brings_it_back(visitor):
    page = visitor(SHORT + "&at=30")
    at_rest(page, "turn 120")
    page.get_by_role("button", name="Generator only").click()
    at_rest(page, "turn 140")
    page.wait_for_url(re.compile("turns=60DG.20G"))
    after = value(page).text_content()
    again = visitor(page.url[page.url.index("/gan") :])
    expect(value(again)).to_have_text(after, timeout=90_000)


def test_points_drawn_by_hand_become_what_is_learned(visitor):
    page = visitor(SHORT + "&at=30")
    at_rest(page, "spots reached")
    page.get_by_role("button", name="Draw points by hand").click()
    drag(page, page.locator(".st-key-stage canvas"), (0.3, 0.3), (0.7, 0.3))
    page.get_by_role("button", name="Done").click()
    expect(page).to_have_url(re.compile("points="))
    at_rest(page, "of the real points reached")
    page.get_by_role("button", name="Back to the shape").click()
    at_rest(page, "spots reached")


@pytest.mark.parametrize(
    ("address", "canvas"),
    [(SHORT + "&at=30", ".st-key-stage canvas"), ("/diffusion?look=plane&steps=2", ".st-key-flow canvas")],
)
def test_points_drawn_one_by_one_all_stay_until_done(visitor, address, canvas):
    page = visitor(address)
    plane = page.locator(canvas)
    plane.wait_for()
    plane.scroll_into_view_if_needed()
    page.get_by_role("button", name="Draw points by hand").first.click()
    for i in range(6):
        box = plane.bounding_box()
        plane.click(position={"x": (0.25 + 0.1 * i) * box["width"], "y": (0.4 + 0.2 * (i % 2)) * box["height"]})
        page.wait_for_timeout(500)
    assert "points=" not in page.url
    page.get_by_role("button", name="Done").first.click()
    page.wait_for_url(re.compile("points="))
    assert len(parse_qs(urlsplit(page.url).query)["points"][0].split()) == 6


def test_on_a_phone_the_game_comes_first_and_nothing_scrolls_sideways(visitor):
    page = visitor(SHORT + "&at=30", width=360)
    at_rest(page, "turn 120")
    top = page.locator(".st-key-stage canvas").bounding_box()["y"]
    assert page.get_by_role("button", name="One round").bounding_box()["y"] < top < 620
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") <= 1


def test_a_long_game_can_be_stopped_and_the_turns_played_become_the_experiment(visitor):
    page = visitor("/gan?turns=4000DG&seed=31")
    page.get_by_text(re.compile("Turn [0-9]+ of 8000")).wait_for()
    page.get_by_role("button", name="Stop").click()
    expect(page).not_to_have_url(re.compile("turns=4000DG"))
    rounds, alone = re.search(r"turns=([0-9]+)DG(\+D)?(?:&|$)", page.url).groups()
    played = 2 * int(rounds) + bool(alone)
    assert 0 < played < 8000
    at_rest(page, re.compile(f"turn {played:,} ·"))


def test_a_guess_that_takes_a_run_leaves_its_question_where_it_was_on_a_phone(visitor):
    page = visitor("/gan?seed=77", width=390, is_mobile=True, has_touch=True)
    page.get_by_text("Sources", exact=True).first.wait_for()
    question = page.locator(".st-key-predict-gan")
    option = question.get_by_role("radio").first
    option.scroll_into_view_if_needed()
    before = question.bounding_box()["y"]
    option.click()
    question.get_by_text(re.compile("^(Yes|Not this time|Good to know)")).wait_for()
    assert abs(question.bounding_box()["y"] - before) < 200, "it is still on the screen, with its answer"


def test_a_round_in_slow_motion_is_opened_by_key_on_a_phone(visitor):
    page = visitor(SHORT + "&at=30&player=D", width=390)
    at_rest(page, "turn 120")
    row = page.get_by_role("tablist", name="One turn, from noise to loss")
    box = row.get_by_role("tab", selected=True)
    expect(box).to_contain_text("128 points")
    box.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(row.get_by_role("tab", selected=True)).to_contain_text("Critic")
    page.wait_for_url(re.compile("part=critic"))
    page.get_by_text("Adam turns it into a step").wait_for()
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") <= 1
