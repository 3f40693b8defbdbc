"""Numbers with a sign as pictures: blue, the ground's tone, red, on one scale."""

import numpy as np

from pages.basics.theme import DARK, LIGHT
from pages.chapters.text_to_image.drawing import strip
from pages.figures import diverging
from tests.arrays import assert_allclose


def rgb(colour):
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def test_the_ends_of_the_scale_and_zero_have_the_theme_s_colours_and_nothing_goes_beyond():
    for palette in (LIGHT, DARK):
        row = diverging.colours(np.array([[-9.0, -3.0, 0.0, 3.0, 9.0]]), 3.0, palette)[0].tolist()
        assert row == [rgb(c) for c in (palette.minus, palette.minus, palette.zero, palette.plus, palette.plus)]


def test_half_of_the_scale_lies_half_way_between_the_colours():
    half = diverging.colours(np.array([[1.5]]), 3.0, LIGHT)[0, 0]
    assert_allclose(half, (np.array(rgb(LIGHT.zero)) + rgb(LIGHT.plus)) / 2, atol=1)


def test_the_four_channels_stand_two_by_two_in_reading_order():
    latent = np.stack([np.full((16, 16), v) for v in (-3.0, 3.0, 0.0, -3.0)])
    out = diverging.mosaic(latent, 3.0, LIGHT)
    assert [out[y, x].tolist() for y, x in ((0, 0), (0, 32), (32, 0), (32, 32))] == [
        rgb(c) for c in (LIGHT.minus, LIGHT.plus, LIGHT.zero, LIGHT.minus)
    ]
    assert out[16, 5].tolist() == rgb(LIGHT.quiet)


def test_the_strip_fills_from_left_to_right_and_leaves_what_is_to_come_grey():
    done = [np.full((128, 128, 3), v, np.uint8) for v in (10, 20)]
    out = strip(done, 12)
    assert out.shape == (64, 320, 3)
    assert [int(out[5, x, 0]) for x in (5, 37, 69)] == [10, 20, 128] and int(out[40, 5, 0]) == 128
