"""Inside the denoiser: the blocks drawn are the shipped run's, and a part that is off is told by its picture."""

import dataclasses

import numpy as np
import pytest

from models.classifier.kinds import PictureStep
from models.diffusion.kinds import OpenDenoiser, TextToImage
from models.prepared import prepared
from pages.basics.theme import LIGHT
from pages.chapters.text_to_image import controls, inside
from pages.chapters.text_to_image.outcome import frames
from pages.figures import diverging
from tests.arrays import assert_array_equal


@pytest.fixture(scope="module")
def trace():
    return prepared(OpenDenoiser())


def test_the_opened_run_is_the_page_s_own(trace):
    assert_array_equal(trace.last.picture, prepared(TextToImage()).last.picture)
    assert trace.last.latents == pytest.approx(prepared(TextToImage()).last.latents, abs=1e-5)


def test_every_step_has_its_blocks_in_their_order_and_the_address_can_name_each(trace):
    for at in range(1, len(frames(prepared(TextToImage()).steps)) + 1):
        shown = [block.block for block in inside.blocks(trace, at)]
        assert shown == list(inside.names())
    for name in shown:
        assert controls.TextToImageView(block=name).block == name


def test_words_enter_where_the_network_has_cross_attention(trace):
    parts = inside.parts(inside.blocks(trace, 1), LIGHT)
    assert [part.name for part in parts if "words" in part.sub] == ["down-0", "down-1", "middle", "up-1", "up-2"]


def test_squares_are_the_maps_enlarged_to_one_size(trace):
    for block in (inside.blocks(trace, 3)[0], inside.blocks(trace, 3)[4]):
        pixels = inside.squares(block.maps, LIGHT)
        times = 32 // block.maps.shape[-1]
        for i, values in enumerate(block.maps):
            part = pixels[i // 2 * 33 :, i % 2 * 33 :][:32:times, :32:times]
            assert_array_equal(part, diverging.colours(values, np.quantile(np.abs(block.maps), 0.99), LIGHT))


def test_the_same_picture_differs_in_nothing_and_other_readings_are_counted(trace):
    step, prompt = trace.last, trace.request.prompt
    assert isinstance(step, PictureStep)
    assert inside.differing(step, step, prompt) == 0
    other = dataclasses.replace(
        step, read_values=np.where(np.arange(12) == 1, 1 - step.read_values.clip(0, 1), step.read_values)
    )
    assert inside.differing(step, other, prompt) >= 1


def test_a_block_that_is_off_is_drawn_live_beside_the_whole(visit, words, drawing):
    short = {"steps": "2", "guidance": "4.0"}
    request = OpenDenoiser(num_inference_steps=2)
    for off in ("", "middle"):
        drawing.run(dataclasses.replace(request, off=off)).trace()
    app = visit("text-to-image", off="middle", block="up-0", at="1", **short)
    assert not app.exception
    said = words(app).replace("\\", "")
    assert "Up 1** at step 1: 224 maps of 8 × 8" in said and "off: middle block" in said or "pixels differ by" in said
