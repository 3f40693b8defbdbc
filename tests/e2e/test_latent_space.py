"""Latent space in a browser: scrub the walk, pick a face by eye, drag an attribute, move over the map, bring a file."""

import io
import re
import time

import numpy as np
from PIL import Image
from playwright.sync_api import expect


def value(page):
    return page.locator(".st-key-stage .value").first


def ready(page, share="50"):
    expect(value(page)).to_contain_text(share)
    expect(page.get_by_text("Meanwhile")).to_have_count(0)


def test_the_walk_is_scrubbed_by_key_and_a_link_shows_the_same_place(visitor):
    page = visitor("/latent-space", reduced_motion="reduce")  # else it plays by itself
    ready(page)
    page.locator(".st-key-stage .lanes").focus()
    page.keyboard.press("ArrowRight")
    expect(value(page)).to_contain_text("56")
    page.wait_for_url(re.compile("at=10"))
    captions = page.locator(".st-key-stage .caption").all_text_contents()
    assert len(captions) == 3 and all(captions)
    other = visitor("/latent-space?at=10")
    expect(value(other)).to_contain_text("56")
    assert other.locator(".st-key-stage .caption").all_text_contents() == captions
    named = other.locator(".st-key-stage .lane img").evaluate_all("all => all.map(img => img.alt)")
    assert len(named) == 3 and all(len(alt) > 20 for alt in named)


def test_a_face_is_picked_by_eye_and_stands_in_the_link(visitor):
    page = visitor("/latent-space")
    ready(page)
    before = page.locator(".st-key-stage .caption").nth(1).text_content()
    page.get_by_role("button", name="Browse faces").first.click()
    page.locator(".pictures button").nth(20).click()
    page.wait_for_url(re.compile("first=20"))
    expect(page.locator(".st-key-stage .caption").nth(1)).not_to_have_text(before)


def test_an_attribute_is_dragged_and_its_effect_is_said(visitor):
    page = visitor("/latent-space?look=sliders")
    expect(page.get_by_text("Nothing is added yet. Drag a slider.")).to_be_visible()
    slider = page.get_by_role("slider", name="Sunglasses")
    slider.focus()
    for _press in range(15):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_text("the classifier gave it")).to_contain_text("glasses: sunglasses × +1.5")
    page.wait_for_url(re.compile("sunglasses=1.5"))


def test_the_map_s_picture_follows_the_pointer(visitor):
    page = visitor("/latent-space?look=map")
    chart = page.locator("canvas.map")
    chart.scroll_into_view_if_needed()
    place = page.locator(".here .place")
    expect(place).to_contain_text("z = (")
    picture = page.locator("canvas.picture")
    places, pictures = set(), []
    for x, y in ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9)):
        box = chart.bounding_box()  # again each time: the page may still move
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        deadline = time.monotonic() + 30
        while (drawn := picture.evaluate("canvas => canvas.toDataURL()")) in pictures and time.monotonic() < deadline:
            page.wait_for_timeout(100)  # the sheet of pictures may still be decoded
        pictures.append(drawn)
        places.add(place.text_content())
    assert len(places) == len(set(pictures)) == 3


def test_a_file_of_one_s_own_walks_too(visitor):
    page = visitor("/latent-space?source=yours")
    file = io.BytesIO()
    Image.fromarray(np.full((90, 120, 3), (20, 90, 200), np.uint8)).save(file, "JPEG")
    ready(page)
    before = page.locator(".st-key-stage .caption").nth(1).text_content()
    upload = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}
    page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(upload)
    expect(page.locator(".st-key-stage .caption").nth(1)).not_to_have_text(before)
    wrong = {"name": "me.png", "mimeType": "image/png", "buffer": b"no picture"}
    page.get_by_role("button", name="Remove").first.click()
    page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(wrong)
    expect(page.get_by_text("not a complete picture")).to_be_visible()


def test_on_a_phone_the_faces_to_choose_come_before_their_film_and_nothing_scrolls_sideways(visitor):
    page = visitor("/latent-space", width=360)
    ready(page)
    top = page.locator(".st-key-stage .lanes").bounding_box()["y"]
    assert page.get_by_text("Browse faces").first.bounding_box()["y"] < top
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") <= 1
