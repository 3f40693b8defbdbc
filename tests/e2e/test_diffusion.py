"""Diffusion in a browser: the picture forms untouched, steps by key, a link keeps the step; stop; points by hand."""

import re


def film(page):
    return page.locator(".st-key-film")


def stands(page, place):
    """Waits until the film is there and stands at a frame."""
    film(page).locator(".place").get_by_text(place).wait_for()


def test_the_picture_forms_before_anything_is_touched_and_stands_finished(visitor):
    page = visitor("/diffusion")
    film(page).get_by_role("button", name="Play again").wait_for()
    stands(page, "20 of 20")
    film(page).get_by_role("img", name=re.compile("the finished picture")).wait_for()


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
    page.get_by_text(re.compile("Step [0-9]+ of 100: the picture it predicts")).wait_for()
    page.get_by_role("button", name="Stop").click()
    again = page.get_by_role("button", name=re.compile("Stopped at step ([0-9]+) of 100"))
    again.wait_for()
    made = int(re.search("step ([0-9]+)", again.inner_text())[1])
    assert 1 <= made < 100
    stands(page, re.compile(f"of {made}$"))


def test_points_drawn_by_hand_are_learned_from_and_kept_in_the_link(visitor):
    page = visitor("/diffusion?look=plane")
    plane = page.locator(".st-key-flow")
    plane.get_by_role("button", name="Draw points by hand").click()
    canvas = plane.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.4 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.6 * box["height"], steps=5)
    page.mouse.up()
    page.get_by_role("button", name=re.compile("Learned from your [0-9]+ points")).wait_for()
    page.wait_for_url(re.compile("points=44"))
