"""Diffusion in a browser: the picture forms untouched, steps by key, a link keeps the step; stop; points by hand."""

import re

from playwright.sync_api import expect

from tests.e2e.gestures import drag, stop


def film(page):
    return page.locator(".st-key-film")


def stands(page, place):
    """The film is there and stands at a frame."""
    expect(film(page).locator(".place")).to_have_text(place)


def test_the_picture_forms_before_anything_is_touched_and_stands_finished(visitor):
    page = visitor("/diffusion")
    film(page).get_by_role("button", name="Play again").wait_for()
    stands(page, "20 of 20")
    expect(film(page).get_by_role("img", name=re.compile("the finished picture"))).to_be_visible()


def test_the_step_one_rests_on_is_in_the_link_and_opens_there_elsewhere(visitor):
    page = visitor("/diffusion?at=9")
    stands(page, "9 of 20")
    film(page).locator(".lanes").focus()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("at=7"))
    alts = film(page).locator("img").evaluate_all("all => all.map((img) => img.alt)")
    other = visitor("/diffusion?at=7")
    stands(other, "7 of 20")
    assert film(other).locator("img").evaluate_all("all => all.map((img) => img.alt)") == alts


def test_a_long_run_shows_its_steps_and_stops_at_once_with_what_there_is(visitor):
    page = visitor("/diffusion?steps=100&seed=12345")
    made = stop(page, 100)
    assert 1 <= made < 100
    stands(page, re.compile(f"of {made}$"))


def test_points_drawn_by_hand_are_learned_from_and_kept_in_the_link(visitor):
    page = visitor("/diffusion?look=plane")
    plane = page.locator(".st-key-flow")
    plane.get_by_role("button", name="Draw points by hand").click()
    drag(page, plane.locator("canvas"), (0.6, 0.4), (0.6, 0.6), steps=5)
    plane.get_by_role("button", name="Done").click()
    expect(page.get_by_role("button", name=re.compile("Learned from your [0-9]+ points"))).to_be_visible()
    expect(page).to_have_url(re.compile("points=44"))


def test_pictures_drawn_one_after_the_other_can_be_stopped_and_started_again(visitor):
    page = visitor("/diffusion?look=compare&vary=seed&steps=24&seed=4321")
    page.get_by_text("the finished picture").first.wait_for()
    page.get_by_role("button", name="Draw 6 pictures").click()
    page.get_by_text(re.compile("^[2-6] of 6$")).first.wait_for()  # a busy server may leave out one or two
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Draw 6 pictures").click()
    expect(page.locator(".st-key-compare .lane")).to_have_count(6)
