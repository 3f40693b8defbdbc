"""The film of several lanes in a browser: all lanes step together, and Python hears only of a frame at rest."""

from tests.e2e.components.common import HOSTILE, expect_told

RED = """async (img) => { await img.decode(); const c = document.createElement('canvas').getContext('2d');
    c.drawImage(img, 0, 0); return c.getImageData(0, 0, 1, 1).data[0]; }"""


def reds(page):
    pictures = page.locator(".lane img")
    return [pictures.nth(i).evaluate(RED) for i in range(pictures.count())]


def test_a_negative_frame_counts_from_the_end_and_all_lanes_step_together(visit):
    page = visit("lanes")
    assert reds(page) == [200, 210, 220]
    page.get_by_role("button", name="One frame back").click()
    assert reds(page) == [150, 160, 170]
    assert page.locator(".value").text_content() == "signal 75 %"
    assert page.locator(".place").text_content() == "4 of 5"


def test_each_picture_is_named_by_its_lane_and_caption_as_plain_text(visit):
    page = visit("lanes")
    alts = page.locator(".lane img").evaluate_all("all => all.map((img) => img.alt)")
    assert alts == [f"{name}: frame 4 of {HOSTILE[2]}" for name in ("x_t <b>", "noise", "x̂₀")]
    assert page.locator(".lane .title").all_inner_texts() == ["x_t <b>", "noise", "x̂₀"]
    assert page.locator(".lane .caption").first.text_content() == f"frame 4 of {HOSTILE[2]}"


def test_it_plays_to_its_end_and_again_and_can_be_paused(visit):
    page = visit("lanes")
    for _ in range(2):
        page.get_by_role("button", name="Play again").click()
        page.get_by_role("button", name="Pause").wait_for()
        page.get_by_role("button", name="Play again").wait_for()
        assert page.locator(".place").text_content() == "5 of 5"
    page.get_by_role("button", name="Play again").click()
    page.get_by_role("button", name="Pause").click()
    assert page.locator(".place").text_content() != "5 of 5"


def test_the_slider_says_its_place_in_words(visit):
    page = visit("lanes")
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    assert slider.get_attribute("aria-valuetext") == "1 of 5"
    assert page.get_by_role("img", name="noise: frame 0").is_visible()


def test_a_held_arrow_key_costs_the_server_one_run(visit):
    page = visit("lanes")
    page.locator(".lanes").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect_told(page, "returned None; told [1]")
    expect_told(page, "run 2")
    assert page.locator(".place").text_content() == "2 of 5"


def test_dragging_tells_nothing_until_the_slider_is_let_go(visit):
    page = visit("lanes")
    slider = page.get_by_role("slider")
    slider.evaluate("(s) => { s.value = 2; s.dispatchEvent(new Event('input')); }")
    assert page.locator(".place").text_content() == "3 of 5"
    page.wait_for_timeout(1000)
    expect_told(page, "run 1")
    slider.evaluate("(s) => s.dispatchEvent(new Event('change'))")
    expect_told(page, "returned None; told [2]")


def test_the_page_can_ask_for_a_frame_again_and_again(visit):
    page = visit("lanes")
    for _ in range(2):
        page.get_by_role("button", name="second").click()
        page.locator(".place").get_by_text("2 of 5").wait_for()
        page.get_by_role("slider").focus()
        page.keyboard.press("End")
        page.locator(".place").get_by_text("5 of 5").wait_for()
        page.wait_for_timeout(800)  # the film tells the page, and the answer does not move it
        assert page.locator(".place").text_content() == "5 of 5"


def test_lanes_stand_side_by_side_also_on_a_phone(visit):
    for width in (1280, 360):
        page = visit("lanes", width=width)
        boxes = [page.locator(".lane").nth(i).bounding_box() for i in range(3)]
        assert len({box["y"] for box in boxes}) == 1, width


def test_it_plays_by_itself_once_from_the_start_and_tells_nothing(visit):
    page = visit("lanes&autoplay=")
    page.get_by_role("button", name="Pause").wait_for()
    page.get_by_role("button", name="Play again").wait_for()
    assert page.locator(".place").text_content() == "5 of 5"
    expect_told(page, "run 1")


def test_under_reduced_motion_it_stands_at_its_last_frame(visit):
    page = visit("lanes&autoplay=", reduced_motion="reduce")
    page.wait_for_timeout(1000)
    assert page.locator(".place").text_content() == "5 of 5"
    page.get_by_role("button", name="Play again").wait_for()
